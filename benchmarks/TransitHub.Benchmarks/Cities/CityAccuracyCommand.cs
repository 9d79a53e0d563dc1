using System.CommandLine;
using System.Globalization;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Scoring;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Onnx;
using TransitHub.Simulation.Recordings;
using TransitHub.Training.Baselines;
using TransitHub.Training.Truth;

namespace TransitHub.Benchmarks.Cities;

/// <summary>
/// `city-accuracy`: takes the observation log of a hub that watched a simulated city, runs it through the core again and scores
/// matching and predictions against what the simulation wrote down as true, beside plain methods on the identical set.
/// </summary>
internal sealed class CityAccuracyCommand
{
    private readonly Schedule schedule;
    private readonly FusionPipeline pipeline;
    private readonly RejectionLedger ledger = new();
    private readonly CityTruth truth;
    private readonly ArrivalMethod[] methods;
    private readonly KnownTraffic traffic;
    private readonly MethodScore[] scores;
    private double[] arrivals = new double[64];
    private readonly PredictionFate fate;
    private readonly Dictionary<string, TripSnapshot> predicted = new(StringComparer.Ordinal);
    private readonly long[] places = new long[4];
    private readonly long[][] placesByRoute;
    private readonly long[] betweenRuns;
    private readonly int? onlyType;
    private long missing;

    private CityAccuracyCommand(string gtfs, string truth, string? model, int? onlyType)
    {
        this.onlyType = onlyType;
        this.schedule = ScheduleReader.Read(gtfs).Schedule;
        this.pipeline = new FusionPipeline(FeedId.Parse("city"), this.schedule, new FusionOptions(), this.ledger, model is null ? null : OnnxArrivalModel.Load(model));
        this.truth = new CityTruth(this.schedule, truth);
        this.methods = [new ScheduleOnly(), new DelayPropagation(), new LastVehicleOnLink(this.schedule), new EwmaOfLink(this.schedule)];
        this.traffic = new KnownTraffic(this.schedule, this.truth.Arrivals, passage => Array.ForEach(this.methods, m => m.Observe(passage)));
        this.scores = [.. this.methods.Select(m => m.Name).Append("median").Append("published").Select(n => new MethodScore(n))];
        this.fate = new PredictionFate(this.schedule, this.truth);
        this.placesByRoute = [.. Enumerable.Range(0, this.schedule.Routes.Count).Select(_ => new long[4])];
        this.betweenRuns = new long[this.schedule.Routes.Count];
    }

    public static Command Create()
    {
        Option<string> gtfs = new("--gtfs") { Required = true, Description = "The city's GTFS, as the hub served it." };
        Option<string> log = new("--log") { Required = true, Description = "The hub's observation log of the city's feed." };
        Option<string> truth = new("--truth") { Required = true, Description = "The simulation's stop_times.csv." };
        Option<int> every = new("--every") { DefaultValueFactory = _ => 60, Description = "Seconds between two samples." };
        Option<int> warmUp = new("--warm-up") { DefaultValueFactory = _ => 600, Description = "Seconds of the log that are learned from and not scored." };
        Option<bool> byRoute = new("--by-route") { Description = "Tells the matching of each route too." };
        Option<string?> model = new("--model") { Description = "A model's folder; left out: the formula alone." };
        Option<int?> onlyType = new("--only-type") { Description = "Scores the predictions of routes of this GTFS route_type only." };
        Command command = new("city-accuracy", "Scores matching and predictions against a simulation's truth.") { gtfs, log, truth, every, warmUp, byRoute, model, onlyType };
        command.SetAction(parsed =>
        {
            var run = new CityAccuracyCommand(parsed.GetValue(gtfs)!, parsed.GetValue(truth)!, parsed.GetValue(model), parsed.GetValue(onlyType));
            run.Replay(parsed.GetValue(log)!, parsed.GetValue(every), parsed.GetValue(warmUp));
            run.Print();
            if (parsed.GetValue(byRoute))
            {
                run.PrintRoutes();
            }

            return 0;
        });
        return command;
    }

    private void Replay(string log, int every, int warmUp)
    {
        using Recording recording = RecordingReader.Open(log, RecordingFormat.ObservationLog);
        long due = 0;
        long from = 0;
        while (recording.TryRead(out RecordedItem item))
        {
            long second = item.ReceivedAt.UnixSeconds;
            if (due == 0)
            {
                due = ((second / every) + 1) * every;
                from = due + warmUp;
            }

            for (; second > due; due += every)
            {
                HubSnapshot snapshot = this.pipeline.TakeSnapshot(Timestamp.FromUnixSeconds(due));
                if (due >= from)
                {
                    this.Score(snapshot, due, every);
                }
            }

            this.pipeline.Process(item.Observation!);
            if (item.Observation is AvlReport report)
            {
                this.traffic.Observe(report);
            }
        }
    }

    private void Score(HubSnapshot snapshot, double now, int every)
    {
        this.predicted.Clear();
        foreach (TripSnapshot trip in snapshot.Trips.Where(t => t.IsCurrent))
        {
            this.predicted[trip.Vehicle.ToString()] = trip;
        }

        foreach (VehicleSnapshot vehicle in snapshot.Vehicles.Where(v => v.Phase != VehiclePhase.Lost))
        {
            this.CountPlace(vehicle, now);
        }

        this.traffic.Leave(now);
        foreach (ObservedRun run in this.traffic.Running)
        {
            this.ScoreRun(run, now, every);
        }

        this.fate.Take(snapshot, now, every);
    }

    /// <summary>Where a vehicle is shown whose true run is known: on its trip, on another of its pattern, on another pattern, on none.</summary>
    private void CountPlace(VehicleSnapshot vehicle, double now)
    {
        if (this.truth.At(vehicle.Id.ToString(), now) is not { } run)
        {
            if (vehicle is { Trip: { } shown, Phase: VehiclePhase.InService } && this.truth.IsKnown(vehicle.Id.ToString()))
            {
                this.betweenRuns[this.schedule.Trips.RouteIndex(shown.TripIndex)]++;
            }

            return;
        }

        TripTable trips = this.schedule.Trips;
        int place = vehicle.Trip is not { } trip ? 3
            : trip.TripIndex == run.Trip.TripIndex ? 0
            : trips.PatternIndex(trip.TripIndex) == run.Pattern ? 1 : 2;
        this.places[place]++;
        this.placesByRoute[trips.RouteIndex(run.Trip.TripIndex)][place]++;
    }

    private void ScoreRun(ObservedRun known, double now, int every)
    {
        TrueRun run = known.Truth;
        if (this.onlyType is { } type && this.schedule.Routes.Type(this.schedule.Patterns.RouteIndex(run.Pattern)) != type)
        {
            return;
        }

        TripSnapshot? own = this.predicted.GetValueOrDefault(run.Vehicle!);
        bool fits = own is not null && this.schedule.Trips.PatternIndex(own.Trip.TripIndex) == run.Pattern;
        for (int place = known.Reached + 1; place < run.StopCount; place++)
        {
            double actual = run.Arrivals[place];
            if (!(actual > now && actual - now <= HorizonBins.FarthestSeconds))
            {
                continue;
            }

            int index = fits ? place - own!.Stops[0].Position : -1;
            bool isPredicted = index >= 0 && index < own!.Stops.Length && !own.Stops[index].Passed;
            this.fate.CountAvailability(actual - now, every, isPredicted);
            if (!isPredicted)
            {
                this.missing++;
                continue;
            }

            this.ScoreStop(known, place, now, own!.Stops[index]);
        }
    }

    private void ScoreStop(ObservedRun known, int place, double now, StopPrediction stop)
    {
        double actual = known.Truth.Arrivals[place];
        if (this.arrivals.Length < known.Truth.StopCount)
        {
            this.arrivals = new double[known.Truth.StopCount];
        }

        for (int method = 0; method < this.methods.Length; method++)
        {
            this.methods[method].Predict(known, now, this.arrivals);
            this.scores[method].Add(new PredictionOutcome(now, actual, this.arrivals[place]));
        }

        this.scores[^2].Add(new PredictionOutcome(now, actual, stop.Arrival + stop.Quantiles.P50, stop.Quantiles, stop.Arrival));
        this.scores[^1].Add(new PredictionOutcome(now, actual, stop.Arrival, stop.Quantiles, stop.Arrival));
    }

    private void Print()
    {
        FusionCounters counters = this.pipeline.Counters;
        long all = this.places.Sum();
        Write($"observations {counters.Processed + counters.Ignored}: positions {counters.Processed}, of these without a run {Percent(counters.Unmatched, counters.Processed)}, held back from it {Percent(counters.HeldBack, counters.Processed)}");
        foreach ((RejectionReason reason, long count) in this.ledger.List())
        {
            Write($"  {reason.Name()}: {count} ({Percent(count, counters.Processed)})");
        }

        Write($"vehicle-minutes of known runs {all}: right trip {Percent(this.places[0], all)}, other trip of its pattern {Percent(this.places[1], all)}, other pattern {Percent(this.places[2], all)}, none {Percent(this.places[3], all)}");
        Write($"predictions scored {this.scores[4].Count}, not predicted {this.missing} ({Percent(this.missing, this.missing + this.scores[4].Count)})");
        Write($"available 10 min before {this.fate.AvailablePercent:F1} %, ghosts {this.fate.GhostPercent:F2} % of {this.fate.Judged}, wobble {this.fate.WobbleSeconds:F1} s a minute");
        Write($"\n| method | MAE s | RMSE s | bias s | MAPE % | MBTA | ETA-bm | Cal-ITP | catch | pinball s | 80 % covers | its width s |\n|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (MethodScore s in this.scores)
        {
            Write($"| {s.Name} | {s.Errors.Mae:F1} | {s.Errors.Rmse:F1} | {s.Errors.Bias:F1} | {s.Errors.MapePercent:F1} | {s.Mbta.Pooled.Percent:F1} | {s.Eta.Percent:F1} | {s.CalItp.All.Percent:F1} | {s.Catch.All.Percent:F1} | {Known(s.Pinball.Mean)} | {Known(s.Interval.All.Percent)} | {Known(s.Interval.MeanWidthSeconds)} |");
        }

        Write($"\n| min ahead | n | schedule MAE | propagation MAE | last vehicle MAE | EWMA MAE | median MAE | median bias | 80 % covers |\n|---|---|---|---|---|---|---|---|---|");
        for (int i = 0; i < HorizonBins.Count; i++)
        {
            ErrorTally median = this.scores[4].ErrorsOf(i);
            Write($"| {HorizonBins.Names[i]} | {median.Count} | {this.scores[0].ErrorsOf(i).Mae:F1} | {this.scores[1].ErrorsOf(i).Mae:F1} | {this.scores[2].ErrorsOf(i).Mae:F1} | {this.scores[3].ErrorsOf(i).Mae:F1} | {median.Mae:F1} | {median.Bias:F1} | {this.scores[4].Interval.Bin(i).Percent:F1} |");
        }
    }

    private void PrintRoutes()
    {
        Write($"\n| route | vehicle-minutes | right trip | other trip of its pattern | other pattern | none | in service between runs |\n|---|---|---|---|---|---|---|");
        for (int route = 0; route < this.placesByRoute.Length; route++)
        {
            long[] own = this.placesByRoute[route];
            if (own.Sum() is > 0 and var all)
            {
                Write($"| {this.schedule.Routes.Id(route)} | {all} | {Percent(own[0], all)} | {Percent(own[1], all)} | {Percent(own[2], all)} | {Percent(own[3], all)} | {this.betweenRuns[route]} |");
            }
        }
    }

    private static string Known(double value) => double.IsNaN(value) ? string.Empty : value.ToString("F1", CultureInfo.InvariantCulture);

    private static string Percent(long part, long whole) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / Math.Max(1, whole):F2} %");

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
