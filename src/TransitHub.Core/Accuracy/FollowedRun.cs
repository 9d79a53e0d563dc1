using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;

namespace TransitHub.Core.Accuracy;

/// <summary>What states told of one run, as far as it is a fact.</summary>
internal sealed class FollowedRun
{
    /// <summary>Where one of so many stops before was reached, a missing arrival is one that was not seen: vehicles stop short of the last stop.</summary>
    private const int StopsNear = 3;

    private readonly uint[] arrivals;
    private Timestamp? measuredAt;

    /// <summary>Starts without any fact.</summary>
    /// <param name="schedule">The timetable.</param>
    /// <param name="run">The run.</param>
    public FollowedRun(Schedule schedule, TripInstance run)
    {
        this.Level = RunSampling.LevelOf(run);
        this.Route = schedule.Routes.Id(schedule.Trips.RouteIndex(run.TripIndex));
        this.DayStart = schedule.ServiceDayStart(run.ServiceDate);
        this.arrivals = new uint[schedule.Trips.Arrivals(run.TripIndex).Length];
    }

    /// <summary>Its level of <see cref="RunSampling"/>.</summary>
    public int Level { get; }

    /// <summary>The id of its route.</summary>
    public string Route { get; }

    /// <summary>Start of its service day, Unix seconds.</summary>
    public long DayStart { get; }

    /// <summary>From when on it was known to be on its way, Unix seconds; positive infinity: not yet.</summary>
    public double BeganAt { get; private set; } = double.PositiveInfinity;

    /// <summary>The place farthest along that it is known to have reached; -1: none.</summary>
    public int Reached { get; private set; } = -1;

    /// <summary>When a state last had it, Unix seconds.</summary>
    public double SeenAt { get; private set; }

    /// <summary>Takes what a state says of the run; gives the arrival that became known, if its time was measured.</summary>
    /// <param name="trip">The run in the state.</param>
    /// <param name="at">The present, Unix seconds.</param>
    /// <param name="sharpSeconds">Two sights of the vehicle this far apart tell when it came to a stop between them.</param>
    public (int Position, double Arrival)? Take(TripSnapshot trip, double at, double sharpSeconds)
    {
        Timestamp? former = this.measuredAt;
        (this.measuredAt, this.SeenAt) = (trip.MeasuredAt, at);
        if (trip.Stops.IsEmpty)
        {
            return null;
        }

        StopPrediction first = trip.Stops[0];
        int reached = first.Passed ? first.Position : first.Position - 1;

        // Who stands at the first stop leaves it, by what is told, at the present moment or later.
        bool isUnderWay = trip.IsCurrent && (first.Position > 0 || (first.Passed && first.Departure < trip.MeasuredAt.UnixSeconds));
        this.BeganAt = isUnderWay ? Math.Min(this.BeganAt, at) : this.BeganAt;
        bool isNew = reached > this.Reached;
        this.Reached = Math.Max(this.Reached, reached);
        if (!first.Passed || !isNew || first.Position >= this.arrivals.Length || former is not { } before || trip.MeasuredAt.SecondsSince(before) > sharpSeconds)
        {
            return null;
        }

        this.arrivals[first.Position] = (uint)first.Arrival;
        return (first.Position, first.Arrival);
    }

    /// <summary>When it came to a stop, Unix seconds; null: nobody saw it.</summary>
    public double? ArrivalAt(int position) => position < this.arrivals.Length && this.arrivals[position] > 0 ? this.arrivals[position] : null;

    /// <summary>Whether it came so near to a stop that it was served, or passed by, without being seen there.</summary>
    public bool IsNear(int position) => this.Reached >= position - StopsNear && this.Reached >= 0;
}
