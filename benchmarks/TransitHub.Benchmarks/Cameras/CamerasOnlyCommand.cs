using System.CommandLine;
using System.Globalization;
using TransitHub.Benchmarks.Fusion;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Scoring;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Training.Truth;

namespace TransitHub.Benchmarks.Cameras;

/// <summary>
/// `cameras-only`: the vehicles of some routes stop reporting and cameras see them at every so many stops instead; the arrivals that are predicted for
/// them beside those with reports, and beside the timetable, on the same stops at the same moments.
/// </summary>
internal sealed class CamerasOnlyCommand
{
    /// <summary>What a camera tells is known so long after the vehicle passed, seconds.</summary>
    private const double HeardAfter = 30;

    private readonly Schedule schedule;
    private readonly AccuracyTruth known;
    private readonly ArrivalTruth truth;
    private readonly HashSet<int> hidden = [];
    private readonly MethodScore timetable = new("timetable");
    private readonly MethodScore reports = new("vehicles report");
    private readonly MethodScore cameras = new("cameras only");
    private long asked;
    private long unseen;
    private StopCameras? sites;
    private long missing;
    private long missingReports;

    private CamerasOnlyCommand(string gtfs, string arrivals, string? events, int[] ranks)
    {
        this.schedule = ScheduleReader.Read(gtfs).Schedule;
        this.known = new AccuracyTruth(this.schedule, arrivals, events);
        this.truth = new ArrivalTruth(this.schedule);
        ArrivalsFile.Read(arrivals, this.schedule, this.truth);
        this.truth.Close();
        var byName = Enumerable.Range(0, this.schedule.Trips.Count)
            .Where(t => this.schedule.Trips.PatternIndex(t) >= 0 && this.schedule.Trips.RouteIndex(t) >= 0)
            .GroupBy(t => this.schedule.Routes.ShortName(this.schedule.Trips.RouteIndex(t)))
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).ToList();
        foreach (int rank in ranks)
        {
            this.hidden.UnionWith(byName[rank - 1]);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"route {byName[rank - 1].Key}: {byName[rank - 1].Count()} trips"));
        }
    }

    public static Command Create()
    {
        Option<string> gtfs = new("--gtfs") { Required = true };
        Option<string> positions = new("--positions") { Required = true };
        Option<string> arrivals = new("--arrivals") { Required = true };
        Option<string?> events = new("--events");
        Option<int[]> ranks = new("--rank") { DefaultValueFactory = _ => [1], AllowMultipleArgumentsPerToken = true, Description = "Which routes: 1 has the most trips." };
        Option<int> stops = new("--every-stops") { DefaultValueFactory = _ => 5 };
        Option<int> seed = new("--seed") { DefaultValueFactory = _ => 1 };
        Option<double> missed = new("--missed") { DefaultValueFactory = _ => 0.05 };
        Option<double> unreal = new("--false") { DefaultValueFactory = _ => 0.05 };
        Option<double> read = new("--read") { DefaultValueFactory = _ => 1 };
        Option<double> clock = new("--clock") { Description = "Standard deviation of the cameras' clocks, seconds." };
        Option<long> from = new("--from") { DefaultValueFactory = _ => 0 };
        Option<long> to = new("--to") { DefaultValueFactory = _ => long.MaxValue };
        Command command = new("cameras-only", "Predicts arrivals of routes that only cameras see.") { gtfs, positions, arrivals, events, ranks, stops, seed, missed, unreal, read, clock, from, to };
        command.SetAction(parsed =>
        {
            CamerasOnlyCommand run = new(parsed.GetValue(gtfs)!, parsed.GetValue(arrivals)!, parsed.GetValue(events), parsed.GetValue(ranks)!);
            CameraFaults faults = new((ulong)parsed.GetValue(seed), parsed.GetValue(missed), parsed.GetValue(unreal), 3, parsed.GetValue(read), 0) { Clock = parsed.GetValue(clock) };
            run.Replay(parsed.GetValue(positions)!, parsed.GetValue(stops), faults, (parsed.GetValue(from), parsed.GetValue(to)));
            return 0;
        });
        return command;
    }

    private void Replay(string positions, int every, CameraFaults faults, (long From, long To) span)
    {
        this.sites = new StopCameras(this.schedule, every, this.hidden.Select(this.schedule.Trips.PatternIndex).ToHashSet());
        Queue<CameraCase> passages = new(new CameraCases(this.schedule, this.sites, faults).Make(this.truth));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{this.sites.Count} cameras, {passages.Count} passages"));
        FusionPipeline whole = new(FeedId.Parse("bench"), this.schedule, new FusionOptions(), new RejectionLedger());
        FusionPipeline blind = new(FeedId.Parse("bench"), this.schedule, new FusionOptions(), new RejectionLedger(), devices: this.sites.MakeRegistry());
        long due = 0;
        foreach (AvlReport report in PositionsFile.Read(positions))
        {
            long second = report.ReceivedAt.UnixSeconds;
            due = due == 0 ? ((second / 60) + 1) * 60 : due;
            while (passages.TryPeek(out CameraCase? passage) && passage.Report.ReceivedAt <= report.ReceivedAt)
            {
                this.ScoreUpTo(passage.Report.ReceivedAt.UnixSeconds, ref due, span, whole, blind);
                blind.Advance(passage.Report.ReceivedAt);
                blind.Process(passages.Dequeue().Report);
            }

            this.ScoreUpTo(second, ref due, span, whole, blind);
            whole.Process(report);
            if (!(report.TripId is { } id && this.schedule.Trips.TryFind(id, out int trip) && this.hidden.Contains(trip)))
            {
                blind.Process(report);
            }
        }

        this.Print();
        if (faults.Clock > 0)
        {
            PrintClocks(blind.TakeSnapshot(Timestamp.FromUnixSeconds(due)), this.sites, faults);
        }
    }

    private static void PrintClocks(HubSnapshot state, StopCameras sites, CameraFaults faults)
    {
        Dictionary<DeviceId, int> stops = sites.Stops.ToDictionary(StopCameras.DeviceOf);
        double[] left = [.. state.Cameras.Where(c => c.ClockOffsetSeconds is not null).Select(c => Math.Abs(c.ClockOffsetSeconds!.Value + faults.ClockOf(stops[c.Device]))).Order()];
        if (left.Length > 0)
        {
            Write($"\nclocks of {left.Length} cameras known, errors left: median {left[left.Length / 2]:F1} s, 90 % {left[left.Length * 9 / 10]:F1} s, most {left[^1]:F1} s; steps noticed {state.Cameras.Sum(c => c.ClockSteps)}");
        }
    }

    private void ScoreUpTo(long second, ref long due, (long From, long To) span, FusionPipeline whole, FusionPipeline blind)
    {
        for (; second > due; due += 60)
        {
            HubSnapshot one = whole.TakeSnapshot(Timestamp.FromUnixSeconds(due));
            HubSnapshot other = blind.TakeSnapshot(Timestamp.FromUnixSeconds(due));
            this.known.Advance(due);
            if (due >= span.From && due <= span.To)
            {
                this.Score(due, one, other);
            }
        }
    }

    private void Score(long now, HubSnapshot whole, HubSnapshot blind)
    {
        Dictionary<int, TripSnapshot> one = whole.Trips.ToDictionary(t => t.Trip.TripIndex);
        Dictionary<int, TripSnapshot> other = blind.Trips.ToDictionary(t => t.Trip.TripIndex);
        foreach ((int trip, (int reached, _)) in this.known.Progress)
        {
            if (!this.hidden.Contains(trip) || this.known.ArrivalsOf(trip) is not { } arrivals)
            {
                continue;
            }

            for (int stop = reached + 1; stop < arrivals.Length; stop++)
            {
                if (arrivals[stop] > now && arrivals[stop] - now <= 2700)
                {
                    this.Score(now, arrivals[stop], trip, stop, one.GetValueOrDefault(trip), other.GetValueOrDefault(trip));
                }
            }
        }
    }

    private void Score(long now, double actual, int trip, int stop, TripSnapshot? reported, TripSnapshot? seen)
    {
        if (!this.IsSeen(trip, now))
        {
            this.unseen++;
            return;
        }

        this.asked++;
        StopPrediction? one = At(reported, stop);
        StopPrediction? other = At(seen, stop);
        this.missingReports += one is null ? 1 : 0;
        this.missing += other is null ? 1 : 0;
        if (one is { } a && other is { } b)
        {
            double scheduled = this.schedule.ToUnixSeconds(seen!.Trip.ServiceDate, this.schedule.Trips.Arrivals(trip)[stop]);
            this.timetable.Add(new PredictionOutcome(now, actual, scheduled));
            this.reports.Add(new PredictionOutcome(now, actual, a.Arrival + a.Quantiles.P50, a.Quantiles, a.Arrival));
            this.cameras.Add(new PredictionOutcome(now, actual, b.Arrival + b.Quantiles.P50, b.Quantiles, b.Arrival));
        }
    }

    /// <summary>Whether the vehicle has truly passed a camera, and what it told can have been heard.</summary>
    private bool IsSeen(int trip, long now)
    {
        double[] arrivals = this.known.ArrivalsOf(trip)!;
        ReadOnlySpan<int> stops = this.schedule.Patterns.Stops(this.schedule.Trips.PatternIndex(trip));
        for (int i = 1; i < stops.Length; i++)
        {
            if (this.sites!.IsAt(stops[i]) && arrivals[i] < now - HeardAfter)
            {
                return true;
            }
        }

        return false;
    }

    private static StopPrediction? At(TripSnapshot? trip, int stop)
    {
        int index = trip is null || trip.Stops.IsEmpty ? -1 : stop - trip.Stops[0].Position;
        return index < 0 || index >= trip!.Stops.Length || trip.Stops[index].Passed ? null : trip.Stops[index];
    }

    private void Print()
    {
        Write($"of runs that no camera had passed yet {this.unseen}; asked {this.asked}, both predicted {this.cameras.Count}; missing with reports {100.0 * this.missingReports / this.asked:F1} %, with cameras {100.0 * this.missing / this.asked:F1} %");
        Write($"| what is heard | MAE s | bias s | MBTA pooled | ETA-bm of the median | 80 % covers |\n|---|---|---|---|---|---|");
        foreach (MethodScore s in (MethodScore[])[this.timetable, this.reports, this.cameras])
        {
            Write($"| {s.Name} | {s.Errors.Mae:F1} | {s.Errors.Bias:F1} | {s.Mbta.Pooled.Percent:F1} | {s.Eta.Percent:F1} | {(s.HasQuantiles ? s.Interval.All.Percent : double.NaN):F1} |");
        }

        Write($"\n| min ahead | n | timetable MAE | reports MAE | cameras MAE | cameras bias | 80 % covers, reports | cameras |\n|---|---|---|---|---|---|---|---|");
        for (int i = 0; i < HorizonBins.Count; i++)
        {
            Write($"| {HorizonBins.Names[i]} | {this.cameras.ErrorsOf(i).Count} | {this.timetable.ErrorsOf(i).Mae:F1} | {this.reports.ErrorsOf(i).Mae:F1} | {this.cameras.ErrorsOf(i).Mae:F1} | {this.cameras.ErrorsOf(i).Bias:F1} | {this.reports.Interval.Bin(i).Percent:F1} | {this.cameras.Interval.Bin(i).Percent:F1} |");
        }
    }

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
