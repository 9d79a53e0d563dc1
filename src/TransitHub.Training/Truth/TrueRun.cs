using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Training.Truth;

/// <summary>A run as it truly was. Times are Unix seconds by place in the pattern.</summary>
public sealed class TrueRun
{
    /// <summary>Who is so early near the start of a run stands at its terminal, seconds (the hub's own bound too).</summary>
    private const double WaitsWhenEarlySeconds = 300;

    /// <summary>Stops, behind the first, at which a vehicle may still stand at its terminal.</summary>
    private const int TerminalStops = 3;

    /// <summary>Makes a run of which nothing is known yet.</summary>
    /// <param name="schedule">The timetable.</param>
    /// <param name="trip">The run; its trip has a pattern.</param>
    /// <param name="vehicle">Who ran it; null: not told.</param>
    public TrueRun(Schedule schedule, TripInstance trip, string? vehicle)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        this.Trip = trip;
        this.Vehicle = vehicle;
        this.Pattern = schedule.Trips.PatternIndex(trip.TripIndex);
        this.ByHeadway = schedule.Trips.Frequencies(trip.TripIndex).Length > 0;
        int shift = this.ByHeadway ? trip.StartSeconds - schedule.Trips.StartSeconds(trip.TripIndex) : 0;
        this.DayStart = schedule.ServiceDayStart(trip.ServiceDate);
        this.ScheduledArrivals = Times(schedule.Trips.Arrivals(trip.TripIndex), this.DayStart + shift);
        this.ScheduledDepartures = Times(schedule.Trips.Departures(trip.TripIndex), this.DayStart + shift);
        this.Arrivals = new double[this.StopCount];
        this.Departures = new double[this.StopCount];
        Array.Fill(this.Arrivals, double.NaN);
        Array.Fill(this.Departures, double.NaN);
    }

    /// <summary>The run.</summary>
    public TripInstance Trip { get; }

    /// <summary>Who ran it; null: not told.</summary>
    public string? Vehicle { get; }

    /// <summary>Index of the pattern.</summary>
    public int Pattern { get; }

    /// <summary>Runs by headway (frequencies.txt).</summary>
    public bool ByHeadway { get; }

    /// <summary>Start of its service day, Unix seconds.</summary>
    public long DayStart { get; }

    /// <summary>Stops of the pattern.</summary>
    public int StopCount => this.ScheduledArrivals.Length;

    /// <summary>Timetable.</summary>
    public double[] ScheduledArrivals { get; }

    /// <summary>Timetable.</summary>
    public double[] ScheduledDepartures { get; }

    /// <summary>True arrivals; NaN: not known or never.</summary>
    public double[] Arrivals { get; }

    /// <summary>True departures; NaN: not known or never.</summary>
    public double[] Departures { get; }

    /// <summary>First true time; positive infinity without any.</summary>
    public double Begins { get; private set; } = double.PositiveInfinity;

    /// <summary>Last true arrival; negative infinity without any.</summary>
    public double Ends { get; private set; } = double.NegativeInfinity;

    /// <summary>
    /// The time that speaks for a stop: at the first one the departure, where it is known, since a vehicle may wait there for long;
    /// elsewhere the arrival.
    /// </summary>
    public double TimeAt(int stop) =>
        stop == 0 && !double.IsNaN(this.Departures[0]) ? this.Departures[0] : this.Arrivals[stop];

    /// <summary>
    /// When the way on from a stop begins. A vehicle that is at its first stop ahead of its time, or at one of the next three by more than five
    /// minutes, is taken to wait there and leave on time, unless its departure is known.
    /// </summary>
    public double EntersAt(int stop) => this.Waits(stop) ? this.ScheduledDepartures[stop] : this.TimeAt(stop);

    /// <summary>Whether a vehicle at the stop is taken to wait for its time.</summary>
    public bool Waits(int stop) => stop <= TerminalStops && double.IsNaN(this.Departures[stop])
        && this.Arrivals[stop] < this.ScheduledDepartures[stop] - (stop == 0 ? 0 : WaitsWhenEarlySeconds);

    /// <summary>What the timetable gives from one stop to a later one, arrival to arrival (from the first stop its departure), seconds.</summary>
    public double ScheduledSeconds(int from, int to) =>
        this.ScheduledArrivals[to] - (from == 0 ? this.ScheduledDepartures[0] : this.ScheduledArrivals[from]);

    /// <summary>
    /// Leaves out times that cannot be and reckons <see cref="Begins"/> and <see cref="Ends"/>, when all times are in. Gives the number of
    /// arrivals left out.
    /// </summary>
    internal int Close()
    {
        int left = OrderOfStops.Clean(this.Arrivals);
        double next = double.PositiveInfinity;
        for (int stop = this.StopCount - 1; stop >= 0; stop--)
        {
            // A departure before its arrival, or after the next one, is none.
            if (this.Departures[stop] < this.Arrivals[stop] || this.Departures[stop] > next)
            {
                this.Departures[stop] = double.NaN;
            }

            double time = this.TimeAt(stop);
            if (!double.IsNaN(time))
            {
                next = double.IsNaN(this.Arrivals[stop]) ? next : this.Arrivals[stop];
                this.Begins = Math.Min(this.Begins, time);
                this.Ends = Math.Max(this.Ends, time);
            }
        }

        return left;
    }

    private static double[] Times(ReadOnlySpan<int> seconds, long zero)
    {
        double[] times = new double[seconds.Length];
        for (int i = 0; i < times.Length; i++)
        {
            times[i] = zero + seconds[i];
        }

        return times;
    }
}
