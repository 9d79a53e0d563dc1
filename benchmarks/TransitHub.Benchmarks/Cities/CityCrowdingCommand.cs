using System.CommandLine;
using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Crowding;
using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Simulation;
using TransitHub.Simulation.Cities;

namespace TransitHub.Benchmarks.Cities;

/// <summary>
/// `city-crowding`: simulates mornings of the sample city and scores who is said to wait at the piers that cameras watch, now and up to half an hour
/// ahead, beside the last value held and what is usual, and whether who comes fits on the next vehicles. Earlier mornings teach what is usual.
/// </summary>
internal sealed class CityCrowdingCommand
{
    /// <summary>Monday 9 March 2026, 06:00 in Bangkok: a week without a holiday.</summary>
    private const long StartAt = 1_773_010_800;

    private static readonly int[] Aheads = [10, 20, 30];

    private readonly Schedule schedule;
    private readonly SampleCity city;
    private readonly FusionOptions options;
    private readonly CrowdingOptions crowding = new();
    private readonly Dictionary<(string Stop, long Minute), (int Sum, int Days)> usual = [];
    private readonly CrowdScore now = new("hub, now");
    private readonly CrowdScore raw = new("last look of the zone as sent, now");
    private readonly CrowdScore usualNow = new("usual at this time, now");
    private readonly CrowdScore[] ahead = [.. Aheads.Select(m => new CrowdScore($"hub, {m} min ahead"))];
    private readonly CrowdScore[] held = [.. Aheads.Select(m => new CrowdScore($"the hub's present number held, {m} min ahead"))];
    private readonly CrowdScore[] usualAhead = [.. Aheads.Select(m => new CrowdScore($"usual at that time, {m} min ahead"))];
    private readonly SortedDictionary<string, CrowdScore> byStop = new(StringComparer.Ordinal);
    private readonly FitScore fit = new();
    private readonly Dictionary<string, long> seen = new(StringComparer.Ordinal);

    private CityCrowdingCommand(SampleCity city)
    {
        this.city = city;
        this.schedule = city.Schedule;
        this.options = new FusionOptions { Load = new LoadOptions { Rooms = city.Traits.Rooms() } };
    }

    public static Command Create()
    {
        Option<ulong> seed = new("--seed") { DefaultValueFactory = _ => 1, Description = "Which of all possible days." };
        Option<int> hours = new("--hours") { DefaultValueFactory = _ => 4, Description = "Hours from six in the morning." };
        Option<int> days = new("--days") { DefaultValueFactory = _ => 2, Description = "Earlier days that are learned from, 0 to 4." };
        Option<double> peak = new("--peak-load") { DefaultValueFactory = _ => 0.7, Description = "How full vehicles are at the peak, as a share of their room." };
        Option<string> only = new("--only") { DefaultValueFactory = _ => "all", Description = "Which cameras' channels the hub hears: all, gates or zones." };
        Command command = new("city-crowding", "Scores waiting riders against a simulation's truth.") { seed, hours, days, peak, only };
        command.SetAction(parsed =>
        {
            CityCrowdingCommand run = new(SampleCity.Load());
            int learned = parsed.GetValue(days);
            Kept kept = new([], []);
            for (int day = 0; day <= learned; day++)
            {
                SimulationOptions options = new()
                {
                    Feed = FeedId.Parse(SampleCity.FeedId),
                    StartAt = Timestamp.FromUnixSeconds(StartAt + (day * 86_400)),
                    Seed = parsed.GetValue(seed) + (ulong)(1000 * (learned - day)),
                    PeakLoad = parsed.GetValue(peak),
                };
                kept = run.Live(options, parsed.GetValue(hours), parsed.GetValue(only)!, kept, isScored: day == learned);
            }

            run.Print();
            return 0;
        });
        return command;
    }

    private Kept Live(SimulationOptions options, int hours, string only, Kept kept, bool isScored)
    {
        (TrueWaitings waiting, List<Observation> received) = CityMorning.Live(this.city, this.city.Traits, options, hours, withCameras: true, TrueWaitings.Read);
        return this.Replay(received, waiting, options.StartAt.UnixSeconds, hours, only, kept, isScored);
    }

    private Kept Replay(List<Observation> observations, TrueWaitings waiting, long start, int hours, string only, Kept kept, bool isScored)
    {
        FusionPipeline pipeline = new(FeedId.Parse("city"), this.schedule, this.options, new RejectionLedger(), devices: this.city.Cameras);
        if (kept.Crowding.Length > 0 && (!pipeline.Crowding!.TryRestore(kept.Crowding) || pipeline.RestoreHistory(kept.History) < 0))
        {
            throw new InvalidDataException("What was learned cannot be read again.");
        }

        // Readers look ten seconds after the full minute, when most counts of it have come.
        const int after = 10;
        long due = start + after;
        foreach (Observation observation in observations)
        {
            for (; observation.ReceivedAt.UnixSeconds > due; due += 20)
            {
                HubSnapshot snapshot = pipeline.TakeSnapshot(Timestamp.FromUnixSeconds(due));
                long minute = due - after;
                if (isScored && minute % 120 == 0 && minute >= start + 3600 && minute <= start + (hours * 3600) - 1860)
                {
                    this.Score(snapshot, waiting, minute);
                }
            }

            if (observation is TrafficCount count)
            {
                if ((only == "gates" && count.IsPresent) || (only == "zones" && !count.IsPresent && count.Class == "person"))
                {
                    continue;
                }

                if (count.IsPresent)
                {
                    this.seen[count.Device.ToString()] = count.Count;
                }
            }

            pipeline.Process(observation);
        }

        foreach (string stop in isScored ? [] : waiting.Stops)
        {
            for (long minute = start; minute < start + (hours * 3600); minute += 60)
            {
                if (waiting.At(stop, minute) is { } truth)
                {
                    (int sum, int known) = this.usual.GetValueOrDefault((stop, minute % 86_400 / 900));
                    this.usual[(stop, minute % 86_400 / 900)] = (sum + truth, known + 1);
                }
            }
        }

        return new Kept(pipeline.Crowding!.Encode(), pipeline.EncodeHistory());
    }

    private void Score(HubSnapshot snapshot, TrueWaitings waiting, long at)
    {
        foreach (StopCrowding stop in snapshot.Crowding)
        {
            string id = this.schedule.Stops.Id(stop.Stop);
            if (!waiting.Stops.Contains(id) || waiting.At(id, at) is not { } truth)
            {
                continue;
            }

            this.now.Add(stop.Waiting.Mean, stop.Waiting.Low, stop.Waiting.High, truth);
            this.byStop.TryAdd(id, new CrowdScore($"hub, now, {id}"));
            this.byStop[id].Add(stop.Waiting.Mean, stop.Waiting.Low, stop.Waiting.High, truth);
            this.byStop[id].AddLevel(stop.Level, this.LevelOf(truth, stop.Capacity));
            this.now.AddLevel(stop.Level, this.LevelOf(truth, stop.Capacity));
            this.usualNow.Add(this.UsualAt(id, at), truth);
            foreach (Core.Devices.CountingDevice camera in this.city.Cameras.All.Where(c => c.Channels.Any(h => h.IsZone && h.StopId == id)))
            {
                this.raw.Add(this.seen.GetValueOrDefault(camera.Id.ToString()), truth);
                this.raw.AddLevel(this.LevelOf(this.seen.GetValueOrDefault(camera.Id.ToString()), stop.Capacity), this.LevelOf(truth, stop.Capacity));
            }

            for (int i = 0; i < Aheads.Length; i++)
            {
                CrowdingAhead said = stop.Ahead[(Aheads[i] / 5) - 1];
                if (waiting.At(id, at + (60 * Aheads[i])) is { } then)
                {
                    this.ahead[i].Add(said.Waiting.Mean, said.Waiting.Low, said.Waiting.High, then);
                    this.byStop.TryAdd($"{id}, {Aheads[i]} min ahead", new CrowdScore($"hub, {id}, {Aheads[i]} min ahead"));
                    this.byStop[$"{id}, {Aheads[i]} min ahead"].Add(said.Waiting.Mean, said.Waiting.Low, said.Waiting.High, then);
                    this.ahead[i].AddLevel(said.Level, this.LevelOf(then, stop.Capacity));
                    this.held[i].Add(stop.Waiting.Mean, then);
                    this.held[i].AddLevel(stop.Level, this.LevelOf(then, stop.Capacity));
                    this.usualAhead[i].Add(this.UsualAt(id, at + (60 * Aheads[i])), then);
                    this.usualAhead[i].AddLevel(this.LevelOf(this.UsualAt(id, at + (60 * Aheads[i])), stop.Capacity), this.LevelOf(then, stop.Capacity));
                }
            }

            this.ScoreRides(snapshot, stop, id, waiting, at);
        }
    }

    private void ScoreRides(HubSnapshot snapshot, StopCrowding stop, string id, TrueWaitings waiting, long at)
    {
        foreach (IGrouping<int, RideChance> line in stop.Rides.Where(r => r.Trip is not null).GroupBy(r => r.Pattern))
        {
            int route = this.schedule.Patterns.RouteIndex(line.Key);
            if (waiting.At(id, this.schedule.Routes.Id(route), this.schedule.Patterns.DirectionId(line.Key), at) is not { } ahead)
            {
                continue;
            }

            // Who comes now stands behind those who wait: a vehicle that leaves nobody behind has room for all, another for as many as it took.
            foreach (RideChance ride in line)
            {
                if (snapshot.FindTrip(ride.Trip!.Value) is not { HasVehicle: true } trip
                    || waiting.Boarded(trip.Vehicle.ToString(), id, ride.Departure.UnixSeconds) is not { } boarded || boarded.Arrived < at)
                {
                    break;
                }

                bool isFit = boarded.LeftBehind == 0 || ahead < boarded.Boarding;
                this.fit.Add(ride.FitProbability, isFit);
                if (isFit)
                {
                    break;
                }

                ahead -= boarded.Boarding;
            }
        }
    }

    private double UsualAt(string stop, long at) =>
        this.usual.TryGetValue((stop, at % 86_400 / 900), out (int Sum, int Days) known) ? (double)known.Sum / known.Days : 0;

    private CrowdingLevel LevelOf(double waiting, int? capacity) =>
        CrowdingLevel.Empty + this.crowding.Cuts.Count(c => waiting >= (c * (capacity ?? 100)) - 1e-9);

    private void Print()
    {
        Console.WriteLine("| Waiting riders | MAE | bias | in the 80 % interval | its width | level right | next to it | cases |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (CrowdScore score in (CrowdScore[])[this.now, this.raw, this.usualNow, .. this.ahead, .. this.held, .. this.usualAhead, .. this.byStop.Values])
        {
            Console.WriteLine(score.Row());
        }

        Console.WriteLine();
        foreach (string row in this.fit.Rows())
        {
            Console.WriteLine(row);
        }
    }

    /// <summary>What a hub keeps over a restart.</summary>
    /// <param name="Crowding">What is usual of those who wait.</param>
    /// <param name="History">What is usual of links, turns and riders on board.</param>
    private sealed record Kept(byte[] Crowding, byte[] History);
}
