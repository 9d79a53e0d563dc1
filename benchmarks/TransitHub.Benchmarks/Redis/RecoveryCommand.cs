using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Time;
using TransitHub.Mqtt.Decoding;
using TransitHub.Redis;
using TransitHub.Simulation;
using TransitHub.Simulation.Cities;
using TransitHub.Simulation.Truth;
using TransitHub.Testing;

namespace TransitHub.Benchmarks.Redis;

/// <summary>
/// `recovery`: how long a shard of a large city takes to be at the end of its log again, when its owner was killed and when the log is all there is. The
/// sample city, as many times as it takes, sends into a redis-server of the benchmark's own.
/// </summary>
internal static class RecoveryCommand
{
    private const int TogetherMilliseconds = 1000;

    public static Command Create()
    {
        Option<int> vehicles = new("--vehicles") { DefaultValueFactory = _ => 10_000, Description = "How many report." };
        Option<double> interval = new("--interval") { DefaultValueFactory = _ => 10, Description = "Seconds between two reports of a vehicle." };
        Option<double> minutes = new("--minutes") { DefaultValueFactory = _ => 60, Description = "Minutes of the city that are in the log." };
        Command command = new("recovery", "Measures how long a shard takes to go on after its owner was killed.") { vehicles, interval, minutes };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(vehicles), parsed.GetValue(interval), parsed.GetValue(minutes), cancellation));
        return command;
    }

    private static async Task RunAsync(int vehicles, double interval, double minutes, CancellationToken cancellation)
    {
        // Monday 2 March 2026, 08:00 in Bangkok.
        SimulationOptions options = new()
        {
            Feed = FeedId.Parse(SampleCity.FeedId),
            StartAt = Timestamp.FromUnixSeconds(1_772_413_200L),
            ReportIntervalSeconds = interval,
        };
        SampleCity city = CityOf(vehicles, options);
        await using RedisServer server = await RedisServer.StartAsync(cancellation, "redis-server", "--appendfsync", "everysec").ConfigureAwait(false);
        await using RedisStorage storage = await RedisStorage.OpenAsync(
            new RedisOptions { Address = $"redis://127.0.0.1:{server.Port}", RetainBytes = 4L << 30 }, TimeProvider.System, NullLogger.Instance, cancellation).ConfigureAwait(false);
        var shard = ShardId.From(options.Feed, 0);
        long records = await FillAsync(storage, shard, city, options with { Vehicles = vehicles }, minutes, cancellation).ConfigureAwait(false);
        ShardSite site = new(
            new ShardSetup(shard, 1, city.Schedule, new FeedRuntimeOptions()), storage, _ => [], new ShardRunOptions(), TimeProvider.System, Console.Error.WriteLine);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{vehicles:N0} vehicles every {interval} s, {minutes} min: {records:N0} records"));
        var progress = new ShardProgress();
        await OwnAsync(site, "first", "without a state", progress, cancellation).ConfigureAwait(false);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  states kept: {progress.Saves}, the last of {progress.SaveBytes / 1e6:F1} MB in {progress.SaveSeconds:F2} s, of which the shard stood still {progress.HeldUpSeconds:F2} s"));
        await OwnAsync(site, "second", "after a kill", progress, cancellation).ConfigureAwait(false);
    }

    private static SampleCity CityOf(int vehicles, SimulationOptions options)
    {
        SampleCity one = SampleCity.Load();
        using CitySimulation once = new(one.Schedule, one.Traits, options, NoTruth.Instance);
        int copies = Math.Max(1, (int)Math.Ceiling((double)vehicles / once.Counts.VehiclesOnTheRoad));
        return copies == 1 ? one : SampleCity.Load(new SampleCityOptions { Copies = copies });
    }

    /// <summary>What ingest processes and a shard's owner would have written, a tick for each second.</summary>
    private static async Task<long> FillAsync(
        RedisStorage storage, ShardId shard, SampleCity city, SimulationOptions options, double minutes, CancellationToken cancellation)
    {
        IObservationLog log = await storage.OpenLogAsync(shard, null, null, cancellation).ConfigureAwait(false);
        await using (log.ConfigureAwait(false))
        {
            using CitySimulation simulation = new(city.Schedule, city.Traits, options, NoTruth.Instance, city.Cameras);
            MessageDecoder decoder = new(new DecoderOptions());
            List<SimulatedMessage> messages = [];
            List<Observation> observations = [];
            for (long at = TogetherMilliseconds; at <= minutes * 60_000; at += TogetherMilliseconds)
            {
                messages.Clear();
                observations.Clear();
                simulation.Advance(options.StartAt.AddMilliseconds(at), messages);
                foreach (SimulatedMessage message in messages)
                {
                    observations.AddRange(decoder.Decode(message.Topic, message.Payload, contentType: null, message.SendAt).Observations);
                }

                observations.Add(TimerTick.At(options.StartAt.AddMilliseconds(at)));
                await log.AppendAsync(observations, cancellation).ConfigureAwait(false);
            }

            return log.LastSequence;
        }
    }

    /// <summary>Has the shard until the end of its log, and is gone then as after kill -9: nothing is kept in the end.</summary>
    private static async Task OwnAsync(ShardSite site, string owner, string what, ShardProgress progress, CancellationToken cancellation)
    {
        LeaseName name = LeaseName.OfShard(site.Setup.Shard);
        Lease lease = (await site.Storage.Leases.TryAcquireAsync(name, owner, TimeSpan.FromHours(1), cancellation).ConfigureAwait(false))!;
        long began = Stopwatch.GetTimestamp();
        ShardWork work = ShardWork.Open(site, lease, progress, cancellation);
        await using (work.ConfigureAwait(false))
        {
            double opened = Stopwatch.GetElapsedTime(began).TotalSeconds;
            long from = work.Machine.Sequence;
            while (!progress.IsCurrent)
            {
                work.Step(cancellation);
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {what}: at the end of the log after {Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s, {opened:F1} s of them for the state; {work.Machine.Sequence - from:N0} records"));
        }

        await site.Storage.Leases.ReleaseAsync(lease, cancellation).ConfigureAwait(false);
    }
}
