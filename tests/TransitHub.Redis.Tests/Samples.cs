using TransitHub.Core.Feeds;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage.Published;
using TransitHub.Core.Time;
using TransitHub.Protocol.GtfsRealtime;
using Google.Protobuf;

namespace TransitHub.Redis.Tests;

/// <summary>Short ways to things that stores keep.</summary>
internal static class Samples
{
    /// <summary>2026-11-23T06:00:00Z, where the tests' time starts.</summary>
    public const long Start = 1_795_413_600;

    public static FeedId City { get; } = FeedId.Parse("city");

    public static Timestamp Moment(double seconds) => Timestamp.FromUnixSeconds(Start + seconds);

    /// <summary>Reports of so many vehicles, all received at one moment; the label tells which of the test's reports it is.</summary>
    public static AvlReport[] Reports(int count, double received, int from = 0, string writer = "bus") =>
        [.. Enumerable.Range(from, count).Select(i => new AvlReport
        {
            Device = DeviceId.Parse($"{writer}-{i % 50}"),
            ReceivedAt = Moment(received),
            MeasuredAt = Moment(received - 1),
            Latitude = 13.75,
            Longitude = 100.5 + (i * 1e-6),
            TripId = "รถ-" + i,
            Label = $"{writer}:{i}",
        })];

    /// <summary>A feed's message of a size, with its header's time.</summary>
    public static PublishedFeed Feed(string name, double at, int bytes = 10, char fill = 'x')
    {
        long timestamp = Start + (long)at;
        var message = new FeedMessage
        {
            Header = new FeedHeader { GtfsRealtimeVersion = "2.0", Timestamp = (ulong)timestamp, FeedVersion = new string(fill, bytes) },
        };
        return new PublishedFeed(name, new FeedBytes(message.ToByteArray(), timestamp));
    }

    /// <summary>Bytes that do not compress and are the same every time.</summary>
    public static byte[] Bytes(int count, int seed)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
