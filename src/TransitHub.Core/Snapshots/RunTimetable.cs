using TransitHub.Gtfs;

namespace TransitHub.Core.Snapshots;

/// <summary>The scheduled times of one run, also of one by headway, where they are those of its start.</summary>
internal readonly ref struct RunTimetable
{
    private readonly ReadOnlySpan<int> arrivals;
    private readonly ReadOnlySpan<int> departures;
    private readonly long zero;

    public RunTimetable(Schedule schedule, TripInstance run)
    {
        TripTable trips = schedule.Trips;
        this.arrivals = trips.Arrivals(run.TripIndex);
        this.departures = trips.Departures(run.TripIndex);
        this.zero = schedule.ServiceDayStart(run.ServiceDate) + run.StartSeconds - trips.StartSeconds(run.TripIndex);
    }

    /// <summary>Places of the pattern.</summary>
    public int Stops => this.arrivals.Length;

    /// <summary>Unix seconds.</summary>
    public long Arrival(int position) => this.zero + this.arrivals[position];

    /// <summary>Unix seconds.</summary>
    public long Departure(int position) => this.zero + this.departures[position];
}
