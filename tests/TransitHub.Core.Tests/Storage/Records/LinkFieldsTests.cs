using Google.Protobuf;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage.Records;
using TransitHub.Core.Time;
using TransitHub.Protocol.V1;
using LinkTraversal = TransitHub.Core.Observations.LinkTraversal;
using LinkTraversals = TransitHub.Core.Observations.LinkTraversals;
using TimerTick = TransitHub.Core.Observations.TimerTick;

namespace TransitHub.Core.Tests.Storage.Records;

/// <summary>The hub's own records in the log.</summary>
public sealed class LinkFieldsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(500)]
    public void Traversals_are_written_as_Google_Protobuf_does_and_read_again(int count)
    {
        var links = new LinkTraversals
        {
            Device = TimerTick.Hub,
            ReceivedAt = new Timestamp(1_795_413_600_123),
            ScheduleVersion = "2026-11-23",
            FromShard = 1023,
            FromState = long.MaxValue,
            Traversals = [.. Enumerable.Range(0, count).Select(i => new LinkTraversal(i * 300, 1_795_392_000, i % 3, 60.5 * (i % 2), 45.25, 1_795_413_600.5 + i))],
        };
        byte[] bytes = Encode(links);
        Assert.Equal(Message(links).ToByteArray(), bytes);
        LinkTraversals read = Assert.IsType<LinkTraversals>(new LoggedObservationDecoder().Decode(bytes));
        Assert.Equal(links.Traversals, read.Traversals);
        Assert.Equal(links, read with { Traversals = links.Traversals });
    }

    [Fact]
    public void A_tick_is_read_again()
    {
        TimerTick tick = TimerTick.At(new Timestamp(1_795_413_600_250));
        Assert.Equal(tick, new LoggedObservationDecoder().Decode(Encode(tick)));
    }

    private static byte[] Encode(Observation observation)
    {
        byte[] bytes = new byte[LoggedObservationEncoder.MaxSize(observation)];
        return bytes[..LoggedObservationEncoder.Encode(observation, bytes)];
    }

    private static LoggedObservation Message(LinkTraversals links)
    {
        var told = new Protocol.V1.LinkTraversals { ScheduleVersion = links.ScheduleVersion, FromShard = (uint)links.FromShard, FromState = links.FromState };
        told.Traversals.AddRange(links.Traversals.Select(t => new Protocol.V1.LinkTraversal
        {
            Link = (uint)t.Link,
            DayStart = t.DayStart,
            DayKind = (uint)t.DayKind,
            ScheduledSeconds = t.ScheduledSeconds,
            Seconds = t.Seconds,
            At = t.At,
        }));
        return new LoggedObservation { ReceivedAtMs = links.ReceivedAt.UnixMilliseconds, DeviceId = links.Device.ToString(), Links = told };
    }
}
