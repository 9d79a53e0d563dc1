using System.CommandLine;
using System.Diagnostics;
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
using TransitHub.Training.Stress;

namespace TransitHub.Benchmarks.Fusion;

/// <summary>
/// `fusion-accuracy`: replays recorded positions and scores the predictions against true arrivals by the protocol of
/// METRICS, beside the timetable and delay propagation on the identical set; prints what was matched, by reason.
/// </summary>
internal sealed class AccuracyCommand
{
    private readonly Schedule schedule;
    private readonly FusionPipeline pipeline;
    private readonly RejectionLedger ledger = new();
    private readonly AccuracyTruth? truth;
    private readonly MethodScore scheduleOnly = new("schedule");
    private readonly MethodScore propagation = new("delay propagation");
    private readonly MethodScore remaining = new("remaining schedule");
    private readonly MethodScore median = new("median");
    private readonly MethodScore published = new("published");
    private readonly Dictionary<int, TripSnapshot> running = [];
    private readonly PlaceScore places;
    private readonly ErrorParts? parts;
    private readonly UpcomingScore? upcoming;
    private readonly Flicker flicker;
    private readonly CameraStress? cameras;
    private long missing;
    private long tagged;
    private long taggedMatched;

    private AccuracyCommand(
        string gtfs, string? arrivals, string? events, string? model, FusionOptions options, int every, bool apart, bool upcoming, bool causes, StressOptions worse)
    {
        this.parts = apart ? new ErrorParts() : null;
        this.flicker = new Flicker(every);
        this.schedule = ScheduleReader.Read(gtfs).Schedule;
        this.cameras = StressFlags.PutUp(worse, this.schedule, arrivals);
        this.pipeline = new FusionPipeline(
            FeedId.Parse("bench"), this.schedule, options, this.ledger, model is null ? null : OnnxArrivalModel.Load(model), this.cameras?.Devices);
        this.truth = arrivals is null ? null : new AccuracyTruth(this.schedule, arrivals, events);
        this.upcoming = this.truth is null || !upcoming ? null : new UpcomingScore(this.schedule, this.truth);
        this.places = new PlaceScore(this.schedule, this.truth, causes ? new PlaceCauses(this.schedule) : null);
    }

    public static Command Create()
    {
        Option<string> gtfs = new("--gtfs") { Required = true };
        Option<string> positions = new("--positions") { Required = true };
        Option<string?> arrivals = new("--arrivals");
        Option<string?> events = new("--events");
        Option<int> every = new("--every") { DefaultValueFactory = _ => 60 };
        Option<long> from = new("--from") { DefaultValueFactory = _ => 0 };
        Option<long> to = new("--to") { DefaultValueFactory = _ => long.MaxValue };
        Option<bool> signs = new("--show-line") { Description = "With --hide-trips: vehicles show the short name of their route, as signs do." };
        Option<string?> model = new("--model") { Description = "A model's folder; left out: the formula alone." };
        Option<bool> apart = new("--apart") { Description = "Also takes the median's errors apart." };
        Option<bool> upcoming = new("--upcoming") { Description = "Also scores runs that have not begun." };
        Option<bool> causes = new("--causes") { Description = "Also tells what is the matter with the vehicle-minutes that are not on the right trip." };
        Option<string?> history = new("--history") { Description = "Link times of earlier days, learned first." };
        Option<string?> earlier = new("--earlier") { Description = "Positions of an earlier time, seen by a hub before: its history is taken over." };
        StressFlags stress = new();
        FusionFlags fusion = new();
        Command command = new("fusion-accuracy", "Scores predictions on a recording.") { gtfs, positions, arrivals, events, every, from, to, signs, model, apart, upcoming, causes, history, earlier };
        stress.AddTo(command);
        fusion.AddTo(command);
        command.SetAction(parsed =>
        {
            StressOptions worse = stress.Read(parsed);
            AccuracyCommand run = new(
                parsed.GetValue(gtfs)!, parsed.GetValue(arrivals), parsed.GetValue(events), parsed.GetValue(model), fusion.Read(parsed), parsed.GetValue(every),
                parsed.GetValue(apart), parsed.GetValue(upcoming), parsed.GetValue(causes), worse);
            run.LearnHistory(parsed.GetValue(history));
            IEnumerable<AvlReport> Recording(string path) => PositionsFile.Read(path).Select(report => parsed.GetValue(signs) ? run.ShowLine(report) : report);
            if (parsed.GetValue(earlier) is { } before)
            {
                run.TakeOver(StressedFile.Read(Recording(before), new StressedReports(worse, null)));
            }

            run.Replay(
                StressedFile.Read(Recording(parsed.GetValue(positions)!), new StressedReports(worse, run.cameras)), parsed.GetValue(every), (parsed.GetValue(from), parsed.GetValue(to)));
            return 0;
        });
        return command;
    }

    private AvlReport ShowLine(AvlReport report) => report.TripId is { } id && this.schedule.Trips.TryFind(id, out int trip)
        ? report with { SignText = this.schedule.Routes.ShortName(this.schedule.Trips.RouteIndex(trip)) }
        : report;

    private void LearnHistory(string? path)
    {
        if (path is not null)
        {
            Console.WriteLine(new HistoryFile(this.schedule, this.pipeline.History).Learn(path));
        }
    }

    private void TakeOver(IEnumerable<StressedReport> reports)
    {
        FusionPipeline before = new(FeedId.Parse("bench"), this.schedule, new FusionOptions(), new RejectionLedger());
        foreach (Observation seen in reports.Select(r => r.Seen).OfType<Observation>())
        {
            before.Process(seen);
        }

        this.pipeline.RestoreHistory(before.EncodeHistory());
    }

    private void Replay(IEnumerable<StressedReport> reports, int every, (long From, long To) span)
    {
        Stopwatch watch = Stopwatch.StartNew();
        long due = 0;
        foreach ((AvlReport? report, Observation? seen) in reports)
        {
            long second = (seen ?? report)!.ReceivedAt.UnixSeconds;
            due = due == 0 ? ((second / every) + 1) * every : due;
            for (; second > due; due += every)
            {
                this.Score(due, due >= span.From && due <= span.To);
            }

            long before = this.pipeline.Counters.Matched;
            if (report is not null)
            {
                this.places.Know(report.Device, report.TripId);
            }

            if (seen is not null)
            {
                this.pipeline.Process(seen);
            }

            if (report?.TripId is { } id && this.schedule.Trips.TryFind(id, out _))
            {
                this.tagged++;
                this.taggedMatched += this.pipeline.Counters.Matched - before;
            }
        }

        this.Print(watch.Elapsed);
    }

    private void Score(long now, bool counts)
    {
        HubSnapshot snapshot = this.pipeline.TakeSnapshot(Timestamp.FromUnixSeconds(now));
        this.places.Count(snapshot, now);
        if (this.truth is null)
        {
            return;
        }

        this.truth.Advance(now);
        if (!counts)
        {
            return;
        }

        this.flicker.Take(snapshot);
        this.parts?.Begin(snapshot);
        this.upcoming?.Score(snapshot, now);
        this.running.Clear();
        foreach (TripSnapshot trip in snapshot.Trips)
        {
            this.running[trip.Trip.TripIndex] = trip;
        }

        foreach ((int trip, (int stop, double delay)) in this.truth.Progress)
        {
            if (this.truth.ArrivalsOf(trip) is { } arrivals)
            {
                this.ScoreTrip(now, trip, stop, delay, arrivals);
            }
        }
    }

    private void ScoreTrip(long now, int trip, int reached, double delay, double[] arrivals)
    {
        TripSnapshot? predicted = this.running.GetValueOrDefault(trip);
        for (int stop = reached + 1; stop < arrivals.Length; stop++)
        {
            double actual = arrivals[stop];
            if (!(actual > now && actual - now <= 2700))
            {
                continue;
            }

            int index = predicted is null ? -1 : stop - predicted.Stops[0].Position;
            if (index < 0 || predicted!.Stops[index].Passed)
            {
                this.missing++;
                continue;
            }

            StopPrediction own = predicted.Stops[index];
            double scheduled = this.schedule.ToUnixSeconds(predicted.Trip.ServiceDate, this.schedule.Trips.Arrivals(trip)[stop]);
            this.scheduleOnly.Add(new PredictionOutcome(now, actual, scheduled));
            this.propagation.Add(new PredictionOutcome(now, actual, scheduled + delay));
            // From where the hub sees the vehicle, on by the timetable: what a feed of positions makes possible without learning.
            this.remaining.Add(new PredictionOutcome(now, actual, Math.Max(now + 1, scheduled + (predicted.DelaySeconds ?? delay))));
            this.median.Add(new PredictionOutcome(now, actual, own.Arrival + own.Quantiles.P50, own.Quantiles, own.Arrival));
            this.published.Add(new PredictionOutcome(now, actual, own.Arrival, own.Quantiles, own.Arrival));
            this.parts?.Add(now, predicted, stop, actual, own.Arrival + own.Quantiles.P50, actual - scheduled - delay, reached);
        }
    }

    private void Print(TimeSpan elapsed)
    {
        FusionCounters counters = this.pipeline.Counters;
        Write($"reports {counters.Processed}, matched {Percent(counters.Matched, counters.Processed)} (held back {Percent(counters.HeldBack, counters.Processed)}), stops passed {counters.StopsPassed}, {elapsed.TotalSeconds:F1} s");
        Write($"with a known trip id {this.tagged}, matched {Percent(this.taggedMatched, this.tagged)}");
        this.places.Print();
        foreach ((RejectionReason reason, long count) in this.ledger.List())
        {
            Write($"  {reason.Name()}: {count} ({Percent(count, counters.Processed)})");
        }

        if (this.truth is null)
        {
            return;
        }

        Write($"\npredictions scored {this.median.Count}, not predicted {this.missing} ({Percent(this.missing, this.missing + this.median.Count)})");
        Write($"| method | MAE s | bias s | MBTA 0-3 3-6 6-12 12-30 (pooled) | ETA-bm | catch | 80 % covers |\n|---|---|---|---|---|---|---|");
        foreach (MethodScore s in (MethodScore[])[this.scheduleOnly, this.propagation, this.remaining, this.median, this.published])
        {
            Write($"| {s.Name} | {s.Errors.Mae:F1} | {s.Errors.Bias:F1} | {s.Mbta.Bin(0).Percent:F1} {s.Mbta.Bin(1).Percent:F1} {s.Mbta.Bin(2).Percent:F1} {s.Mbta.Bin(3).Percent:F1} ({s.Mbta.Pooled.Percent:F1}) | {s.Eta.Percent:F1} | {s.Catch.All.Percent:F1} | {(s.HasQuantiles ? s.Interval.All.Percent.ToString("F1", CultureInfo.InvariantCulture) : string.Empty)} |");
        }

        Write($"\n| min ahead | n | schedule MAE | propagation MAE | remaining schedule MAE | median MAE | median bias | 80 % covers |\n|---|---|---|---|---|---|---|---|");
        for (int i = 0; i < HorizonBins.Count; i++)
        {
            ErrorTally own = this.median.ErrorsOf(i);
            Write($"| {HorizonBins.Names[i]} | {own.Count} | {this.scheduleOnly.ErrorsOf(i).Mae:F1} | {this.propagation.ErrorsOf(i).Mae:F1} | {this.remaining.ErrorsOf(i).Mae:F1} | {own.Mae:F1} | {own.Bias:F1} | {this.median.Interval.Bin(i).Percent:F1} |");
        }

        this.upcoming?.Print();
        this.flicker.Print();
        this.parts?.Print();
    }

    private static string Percent(long part, long whole) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / Math.Max(1, whole):F2} %");

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
