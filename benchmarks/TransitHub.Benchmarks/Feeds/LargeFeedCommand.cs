using System.CommandLine;
using System.Globalization;
using Google.Protobuf;
using TransitHub.Core.Feeds;
using TransitHub.Core.Tests.Feeds;
using TransitHub.Core.Time;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Benchmarks.Feeds;

/// <summary>
/// <c>large-feed</c>: 50,000 vehicles and 50,000 runs of 30 stops, of which a tenth changed: all feeds and cuts from a snapshot to bytes, beside
/// what Google.Protobuf takes to serialize messages of the same content that it is given ready-made, in turns of one run.
/// </summary>
internal static class LargeFeedCommand
{
    private const int Rounds = 15;
    private static readonly FeedOptions Options = new();

    public static Command Create()
    {
        var command = new Command("large-feed", "50,000 vehicles and 50,000 runs of 30 stops, a tenth changed: from a snapshot to bytes, beside Google.Protobuf.");
        command.SetAction(static _ => Run());
        return command;
    }

    private static int Run()
    {
        BusyHub hub = new(trips: 50_000);
        FeedSetEncoder encoder = new(Options);
        long now = hub.Now.UnixSeconds;
        FeedSet set = encoder.Encode(hub.First, Timestamp.FromUnixSeconds(now));
        FeedMessage updates = ObjectGraphEncoder.TripUpdates(hub.First, now, Options.MaxAgeSeconds);
        FeedMessage positions = ObjectGraphEncoder.VehiclePositions(hub.First, now, Options.MaxAgeSeconds, onTripsOnly: false);
        List<double> ours = [];
        List<double> serialized = [];
        List<double> built = [];
        for (int round = 0; round < Rounds; round++)
        {
            now++;
            ours.Add(Time(() => set = encoder.Encode(round % 2 == 0 ? hub.Second : hub.First, Timestamp.FromUnixSeconds(now))));
            serialized.Add(Time(() => GC.KeepAlive((updates.ToByteArray(), positions.ToByteArray()))));
            if (round < 5)
            {
                built.Add(Time(() => GC.KeepAlive((
                    ObjectGraphEncoder.TripUpdates(hub.First, now, Options.MaxAgeSeconds).ToByteArray(),
                    ObjectGraphEncoder.VehiclePositions(hub.First, now, Options.MaxAgeSeconds, onTripsOnly: false).ToByteArray()))));
            }
        }

        int bytes = set.Get(FeedKind.TripUpdates).Protobuf.Bytes.Length;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"trip updates {bytes / 1e6:F1} MB, vehicle positions {set.Get(FeedKind.VehiclePositions).Protobuf.Bytes.Length / 1e6:F1} MB"));
        Print("all feeds and cuts, a tenth changed", ours);
        Print("Google.Protobuf, messages given, serialized", serialized);
        Print("Google.Protobuf, messages built and serialized", built);
        return 0;
    }

    private static double Time(Action work)
    {
        GC.Collect();
        long began = System.Diagnostics.Stopwatch.GetTimestamp();
        work();
        return System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static void Print(string what, List<double> milliseconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: median {sorted[sorted.Length / 2]:F1} ms, {sorted[0]:F1} to {sorted[^1]:F1} ms"));
    }
}
