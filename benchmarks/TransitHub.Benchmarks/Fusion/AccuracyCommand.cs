using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;

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
    private readonly PredictionScore scheduleOnly = new("schedule");
    private readonly PredictionScore propagation = new("delay propagation");
    private readonly PredictionScore median = new("median");
    private readonly PredictionScore published = new("published");
    private readonly Dictionary<int, TripSnapshot> running = [];
    private readonly Dictionary<DeviceId, string> trueTrips = [];
    private readonly long[] placed = new long[4];
    private long missing;
    private long tagged;
    private long taggedMatched;

    private AccuracyCommand(string gtfs, string? arrivals, string? events)
    {
        this.schedule = ScheduleReader.Read(gtfs).Schedule;
        this.pipeline = new FusionPipeline(FeedId.Parse("bench"), this.schedule, new FusionOptions(), this.ledger);
        this.truth = arrivals is null ? null : new AccuracyTruth(this.schedule, arrivals, events);
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
        Option<bool> hide = new("--hide-trips");
        Command command = new("fusion-accuracy", "Scores predictions on a recording.") { gtfs, positions, arrivals, events, every, from, to, hide };
        command.SetAction(parsed =>
        {
            AccuracyCommand run = new(parsed.GetValue(gtfs)!, parsed.GetValue(arrivals), parsed.GetValue(events));
            run.Replay(parsed.GetValue(positions)!, parsed.GetValue(every), parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(hide));
            return 0;
        });
        return command;
    }

    private void Replay(string positions, int every, long from, long to, bool hide)
    {
        Stopwatch watch = Stopwatch.StartNew();
        long due = 0;
        foreach (AvlReport report in PositionsFile.Read(positions))
        {
            long second = report.ReceivedAt.UnixSeconds;
            due = due == 0 ? ((second / every) + 1) * every : due;
            for (; second > due; due += every)
            {
                this.Score(due, due >= from && due <= to);
            }

            if (report.TripId is { } own)
            {
                this.trueTrips[report.Device] = own;
            }

            long before = this.pipeline.Counters.Matched;
            this.pipeline.Process(hide ? report with { TripId = null, RouteId = null, StartDate = null, StartTime = null, DirectionId = null } : report);
            if (report.TripId is { } id && this.schedule.Trips.TryFind(id, out _))
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
        this.CountPlaces(snapshot);
        if (this.truth is null)
        {
            return;
        }

        this.truth.Advance(now);
        if (!counts)
        {
            return;
        }

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

    /// <summary>Vehicles of a moment whose true trip is known: on it, on another trip of its pattern, on a wrong one, on none.</summary>
    private void CountPlaces(HubSnapshot snapshot)
    {
        foreach (VehicleSnapshot vehicle in snapshot.Vehicles)
        {
            if (vehicle.Phase != VehiclePhase.Lost
                && this.trueTrips.TryGetValue(vehicle.Id, out string? id) && this.schedule.Trips.TryFind(id, out int own))
            {
                int place = vehicle.Trip is not { } trip ? 3
                    : trip.TripIndex == own ? 0
                    : this.schedule.Trips.PatternIndex(trip.TripIndex) == this.schedule.Trips.PatternIndex(own) ? 1 : 2;
                this.placed[place]++;
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
            this.scheduleOnly.Add(now, actual, scheduled);
            this.propagation.Add(now, actual, scheduled + delay);
            this.median.Add(now, actual, own.Arrival + own.Quantiles.P50, own.Quantiles, own.Arrival);
            this.published.Add(now, actual, own.Arrival, own.Quantiles, own.Arrival);
        }
    }

    private void Print(TimeSpan elapsed)
    {
        FusionCounters counters = this.pipeline.Counters;
        Write($"reports {counters.Processed}, matched {Percent(counters.Matched, counters.Processed)} (held back {Percent(counters.HeldBack, counters.Processed)}), stops passed {counters.StopsPassed}, {elapsed.TotalSeconds:F1} s");
        Write($"with a known trip id {this.tagged}, matched {Percent(this.taggedMatched, this.tagged)}");
        long places = this.placed.Sum();
        Write($"vehicle-minutes {places}: right trip {Percent(this.placed[0], places)}, other trip of its pattern {Percent(this.placed[1], places)}, other pattern {Percent(this.placed[2], places)}, none {Percent(this.placed[3], places)}");
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
        foreach (PredictionScore s in (PredictionScore[])[this.scheduleOnly, this.propagation, this.median, this.published])
        {
            Write($"| {s.Name} | {s.Mae:F1} | {s.Bias:F1} | {s.MbtaPercentOf(0):F1} {s.MbtaPercentOf(1):F1} {s.MbtaPercentOf(2):F1} {s.MbtaPercentOf(3):F1} ({s.MbtaPercent:F1}) | {s.EtaPercent:F1} | {s.CatchPercent:F1} | {(double.IsNaN(s.Pinball) ? string.Empty : s.CoveredPercent.ToString("F1", CultureInfo.InvariantCulture))} |");
        }

        Write($"\n| min ahead | n | schedule MAE | propagation MAE | median MAE | median bias | 80 % covers |\n|---|---|---|---|---|---|---|");
        for (int i = 0; i < PredictionScore.Spans.Count; i++)
        {
            PredictionScore.Sums own = this.median.Bin(i);
            Write($"| {PredictionScore.Spans[i]} | {own.Count} | {this.scheduleOnly.Bin(i).Mae:F1} | {this.propagation.Bin(i).Mae:F1} | {own.Mae:F1} | {own.Bias:F1} | {own.CoveredPercent:F1} |");
        }
    }

    private static string Percent(long part, long whole) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / Math.Max(1, whole):F2} %");

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
