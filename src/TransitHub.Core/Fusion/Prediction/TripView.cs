using System.Collections.Immutable;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;

namespace TransitHub.Core.Fusion.Prediction;

/// <summary>Makes what readers see of a run: the stop passed last, then the published times of every later stop.</summary>
internal sealed class TripView(RunErrors errors, ModelForecast? model, PublishedLevel published, SteadyTimes steady)
{
    /// <summary>A vehicle that should be there already is told to come in so many seconds, so that the word holds for a while.</summary>
    private const int LeastAhead = 3;

    /// <summary>Makes the snapshot, or gives back the former one when nothing in it changed.</summary>
    /// <param name="track">The vehicle.</param>
    /// <param name="run">Its present run or the next one.</param>
    /// <param name="now">The present, Unix seconds.</param>
    public TripSnapshot Of(VehicleTrack track, RunTrack run, double now)
    {
        bool isCurrent = track.Run == run;
        int firstStop = isCurrent && run.NextStop > 0 && !double.IsNaN(run.Arrived[run.NextStop - 1]) ? run.NextStop - 1 : run.NextStop;
        var stops = ImmutableArray.CreateBuilder<StopPrediction>(run.StopCount - firstStop);
        long last = (long)Math.Ceiling(now) + LeastAhead - 1;
        run.DueAt = long.MaxValue;
        for (int stop = firstStop; stop < run.StopCount; stop++)
        {
            StopPrediction next = stop < run.NextStop ? Measured(run, stop, now) : this.Predicted(run, stop, now, last + 1);
            stops.Add(next);
            run.DueAt = next.Passed ? run.DueAt : Math.Min(run.DueAt, next.Arrival);
            last = Math.Max(next.Departure, last);
        }

        TripSnapshot snapshot = new()
        {
            Trip = run.Trip,
            Vehicle = track.Id,
            IsCurrent = isCurrent,
            MeasuredAt = track.Sight is { } sight ? new Timestamp((long)(sight.At * 1000)) : track.Last.CorrectedAt,
            DelaySeconds = isCurrent && !(run.ByHeadway && track.Sight is not null) ? DelayOf(track, run) : null,
            Stops = stops.MoveToImmutable(),
        };
        run.Snapshot = IsSame(run.Snapshot, snapshot) ? run.Snapshot! : snapshot;
        return run.Snapshot;
    }

    private static int? DelayOf(VehicleTrack track, RunTrack run) => track.Sight is { } sight
        ? (int)(sight.At - run.ScheduledAt(sight.Along))
        : VehicleView.DelayOf(track, run);

    private static StopPrediction Measured(RunTrack run, int stop, double now)
    {
        double departed = run.Departed[stop];
        if (double.IsNaN(departed))
        {
            // Nobody departs from the last stop; elsewhere the vehicle still stands there.
            departed = stop == run.LastStop ? run.Arrived[stop] : Math.Max(now, run is { IsUnderWay: false, ExpectedStart: var start } && !double.IsNaN(start) ? start : run.Arrived[stop]);
        }

        return new StopPrediction
        {
            Position = stop,
            Arrival = (long)run.Arrived[stop],
            Departure = Math.Max((long)run.Arrived[stop], (long)departed),
            Passed = true,
            DepartureOccupancy = run.Occupancy?.At(stop),
        };
    }

    private static bool IsSame(TripSnapshot? former, TripSnapshot snapshot) =>
        former is not null
        && former.IsCurrent == snapshot.IsCurrent
        && former.MeasuredAt == snapshot.MeasuredAt
        && former.DelaySeconds == snapshot.DelaySeconds
        && former.Stops.AsSpan().SequenceEqual(snapshot.Stops.AsSpan());

    private StopPrediction Predicted(RunTrack run, int stop, double now, long earliest)
    {
        double ahead = Math.Max(0, run.Expected[stop] - now);
        double deviation = Math.Sqrt(run.Variance[stop]);
        Span<double> scores = stackalloc double[6];
        errors.Of(run).Read(ahead, scores);
        model?.Apply(run, stop, ahead, published.At(ahead), scores);
        long arrival = (long)Math.Round(run.Expected[stop] + (scores[5] * deviation));
        long former = run.Published[stop];
        arrival = Math.Max(steady.Keeps(former, arrival, ahead) ? former : arrival, earliest);
        run.Published[stop] = arrival;
        double departure = stop == 0 ? run.ExpectedStart : 0;
        double zero = run.Expected[stop] - arrival;
        return new StopPrediction
        {
            Position = stop,
            Arrival = arrival,
            Departure = Math.Max(arrival, (long)departure),
            DepartureOccupancy = run.Occupancy?.At(stop),
            Quantiles = new ArrivalQuantiles(
                Offset(zero, scores[0], deviation), Offset(zero, scores[1], deviation), Offset(zero, scores[2], deviation),
                Offset(zero, scores[3], deviation), Offset(zero, scores[4], deviation)),
        };
    }

    private static int Offset(double zero, double score, double deviation) => (int)Math.Round(zero + (score * deviation));
}
