using System.CommandLine;
using System.Diagnostics;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Core.Upstream;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Protocol.GtfsRealtime;
using TransitHub.Testing;

namespace TransitHub.Benchmarks.Upstream;

/// <summary>Damaged messages of real agencies through the reading and repair of other agencies' feeds: upstream.md.</summary>
internal static class UpstreamMutationsCommand
{
    private static readonly string[] Messages = ["raba-trip-updates", "raba-vehicle-positions", "unitrans-trip-updates", "unitrans-vehicle-positions"];

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var count = new Option<int>("--count") { Description = "How many.", DefaultValueFactory = _ => 100_000 };
        var seed = new Option<int>("--seed") { Description = "Tells the damages.", DefaultValueFactory = _ => 20_261_128 };
        var command = new Command("upstream-mutations", "Takes damaged GTFS-Realtime in: nothing may throw, hang or grow.") { count, seed };
        command.SetAction(parsed => Run(parsed.GetValue(count), parsed.GetValue(seed)));
        return command;
    }

    private static int Run(int count, int seed)
    {
        Dictionary<RejectionReason, long> reasons = [];
        long observations = 0;
        long runs = 0;
        long falling = 0;
        double longest = 0;
        long most = 0;
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < Messages.Length; i++)
        {
            Schedule schedule = Read(Messages[i].Split('-')[0]);
            byte[] original = File.ReadAllBytes(SharedData.Path($"feeds/{Messages[i]}.pb"));
            Timestamp now = Timestamp.FromUnixSeconds((long)FeedMessage.Parser.ParseFrom(original).Header.Timestamp);
            var mutations = new ByteMutations(original, seed + i);

            // One hub takes all damages of a message, as it would of an agency that is out of order for days.
            var ledger = new RejectionLedger();
            var pipeline = new FusionPipeline(FeedId.Parse("feed"), schedule, new FusionOptions(), ledger);
            var gate = new ObservationGate(new GateOptions(), schedule.Extent);
            var feed = new UpstreamFeed(DeviceId.Parse("agency"), new UpstreamFeedOptions { TakesAlerts = true });
            for (int n = i; n < count; n += Messages.Length)
            {
                long begun = Stopwatch.GetTimestamp();
                now = now.AddSeconds(1);
                UpstreamContent content = feed.Read(mutations.Next(), now);
                feed.Commit(content);
                content.Rejections.ForEach(ledger.Add);
                foreach (Observation observation in content.Observations)
                {
                    observations++;
                    if (gate.Check(observation).Accepted is { } accepted)
                    {
                        pipeline.Process(accepted);
                    }
                }

                HubSnapshot state = pipeline.TakeSnapshot(now);
                runs += state.Trips.Length;
                falling += state.Trips.Count(t => !Rises(t));
                longest = Math.Max(longest, Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }

            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
            foreach ((RejectionReason reason, long times) in ledger.List())
            {
                reasons[reason] = reasons.GetValueOrDefault(reason) + times;
            }
        }

        using var process = Process.GetCurrentProcess();
        Console.WriteLine($"{count} damaged messages in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s: {observations} observations, {runs} runs in states, {falling} with times that do not rise");
        Console.WriteLine($"longest {longest:F1} ms; live memory after each message's share at most {most / 1e6:F0} MB, peak of the process {process.PeakWorkingSet64 / 1e6:F0} MB");
        foreach ((RejectionReason reason, long times) in reasons.OrderBy(r => r.Key))
        {
            Console.WriteLine($"| {reason.Stage()} | {reason.Name()} | {times} |");
        }

        return falling == 0 ? 0 : 1;
    }

    private static Schedule Read(string agency)
    {
        using FileStream gtfs = File.OpenRead(SharedData.Path($"feeds/{agency}-gtfs.zip"));
        return ScheduleReader.Read(gtfs).Schedule;
    }

    private static bool Rises(TripSnapshot run)
    {
        long last = long.MinValue;
        foreach (StopPrediction stop in run.Stops)
        {
            if (stop.Arrival <= last || stop.Departure < stop.Arrival)
            {
                return false;
            }

            last = stop.Departure;
        }

        return true;
    }
}
