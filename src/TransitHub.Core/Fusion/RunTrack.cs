using TransitHub.Core.Fusion.Links;
using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Fusion.Matching;
using TransitHub.Core.Fusion.Prediction;
using TransitHub.Core.Fusion.Service;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion;

/// <summary>
/// One run of a trip by a vehicle: its timetable in Unix seconds, the stop times measured so far and
/// those expected. The writer's own; a vehicle has one for its present run and may have one for the next.
/// </summary>
internal sealed class RunTrack
{
    private readonly Schedule schedule;
    private readonly long zero;

    public RunTrack(Schedule schedule, TripInstance trip)
    {
        this.schedule = schedule;
        this.Trip = trip;
        this.Day = DayTime.Of(schedule, trip.ServiceDate);
        TripTable trips = schedule.Trips;
        this.Pattern = trips.PatternIndex(trip.TripIndex);
        this.RouteIndex = trips.RouteIndex(trip.TripIndex);
        this.ByHeadway = trips.Frequencies(trip.TripIndex).Length > 0;
        int shift = this.ByHeadway ? trip.StartSeconds - trips.StartSeconds(trip.TripIndex) : 0;
        this.zero = schedule.ServiceDayStart(trip.ServiceDate) + shift;
        this.DriftMeters = ModeTraits.Of(schedule.Routes.Type(this.RouteIndex), false).Drift;
        int stops = schedule.Patterns.Stops(this.Pattern).Length;
        this.Arrived = NewTimes(stops);
        this.Departed = NewTimes(stops);
        this.Expected = NewTimes(stops);
        this.Variance = new float[stops];
        this.Published = new long[stops];
        this.Probes = new StopProbes(stops);
    }

    public TripInstance Trip { get; }

    /// <summary>Its service day.</summary>
    public DayTime Day { get; }

    public int Pattern { get; }

    public int RouteIndex { get; }

    /// <summary>Runs by headway (frequencies.txt): its times are distances in time from its start, not promises, and it has no delay.</summary>
    public bool ByHeadway { get; }

    public Geometry Line => this.schedule.Geometries[this.schedule.Patterns.GeometryIndex(this.Pattern)];

    public int StopCount => this.Arrived.Length;

    public int LastStop => this.Arrived.Length - 1;

    /// <summary>What it may seem to move while it lies at a stop, meters.</summary>
    public double DriftMeters { get; }

    /// <summary>Meters along the line, by place in the pattern.</summary>
    public ReadOnlySpan<float> Offsets => this.schedule.Patterns.StopOffsets(this.Pattern);

    public ReadOnlySpan<int> Links => this.schedule.Patterns.Links(this.Pattern);

    /// <summary>Measured arrivals, Unix seconds; NaN: not yet, or not seen.</summary>
    public double[] Arrived { get; }

    /// <summary>Measured departures, Unix seconds; NaN: not yet, or not seen.</summary>
    public double[] Departed { get; }

    /// <summary>Expected arrivals (medians before calibration), Unix seconds, from <see cref="NextStop"/> on.</summary>
    public double[] Expected { get; }

    /// <summary>Expected departure from the first stop, Unix seconds; NaN once it has departed.</summary>
    public double ExpectedStart { get; set; } = double.NaN;

    /// <summary>Variance of <see cref="Expected"/>, square seconds.</summary>
    public float[] Variance { get; }

    /// <summary>Arrivals as last published, Unix seconds; 0: never.</summary>
    public long[] Published { get; }

    /// <summary>The earliest published time that is not measured, Unix seconds: when it has come, it must be made anew.</summary>
    public long DueAt { get; set; } = long.MaxValue;

    /// <summary>Expectations kept until the facts come.</summary>
    public StopProbes Probes { get; }

    /// <summary>When expectations were last candidates for being kept, Unix seconds.</summary>
    public double ProbedAt { get; set; }

    /// <summary>Place of the first stop not yet reached; <see cref="StopCount"/> when the run is complete.</summary>
    public int NextStop { get; set; }

    /// <summary>True: stands at the stop before <see cref="NextStop"/>.</summary>
    public bool IsStanding { get; set; }

    /// <summary>
    /// From where a vehicle far ahead of the timetable has gone forward along the line: moment in Unix seconds, NaN: nowhere yet; meters along; and
    /// whether that is the first stop.
    /// </summary>
    public (double At, double Along, bool IsStart) EarlyFrom { get; set; } = (double.NaN, 0, false);

    /// <summary>True once it has left its first stop or was first seen on its way.</summary>
    public bool IsUnderWay { get; set; }

    /// <summary>What was noted of it as a run of the timetable.</summary>
    public RunSight Sight { get; set; }

    public bool IsComplete => this.NextStop == this.StopCount;

    /// <summary>True while expectations are good enough to be published.</summary>
    public bool HasExpectations { get; set; }

    /// <summary>How much slower (positive) than expected the vehicle ran its last links: a logarithm, decaying.</summary>
    public double Pace { get; set; }

    /// <summary>How long after the vehicle ahead it last came to a stop, seconds; NaN: not known.</summary>
    public double GapAhead { get; set; } = double.NaN;

    /// <summary>What a learned model says of the stops ahead; null: none was asked.</summary>
    public ModelTrack? Model { get; set; }

    /// <summary>Share of the time ahead by which it lately came later than expected.</summary>
    public double OwnError { get; set; }

    /// <summary>How full its vehicle is and will be; null: nobody counts.</summary>
    public OccupancyShown? Occupancy { get; set; }

    /// <summary>Place of the first stop at which it was not yet noted who boarded.</summary>
    public int BoardedUpTo { get; set; }

    /// <summary>True: only cameras see it; its places between their lines are not known.</summary>
    public bool IsSighted { get; set; }

    /// <summary>The last place at which lines that the vehicle crosses were looked for: moment in Unix seconds, 0: none; meters along.</summary>
    public (double At, double Along) LinesNoted { get; set; }

    /// <summary>When its vehicle crossed the counting lines of its pattern by its own reports, Unix seconds, NaN: not yet; null: none so far.</summary>
    public double[]? CrossedLines { get; set; }

    /// <summary>What readers see; null: nothing yet.</summary>
    public TripSnapshot? Snapshot { get; set; }

    public double ScheduledArrival(int stop) => this.zero + this.schedule.Trips.Arrivals(this.Trip.TripIndex)[stop];

    public double ScheduledDeparture(int stop) => this.zero + this.schedule.Trips.Departures(this.Trip.TripIndex)[stop];

    public double ScheduledStart => this.ScheduledDeparture(0);

    public double ScheduledEnd => this.ScheduledArrival(this.LastStop);

    /// <summary>Scheduled time at a place on the line, Unix seconds.</summary>
    public double ScheduledAt(double along) => this.zero + RunTimes.SecondsAt(this.schedule, this.Trip.TripIndex, along);

    /// <summary>Place of a stop in the pattern; of one that is there more than once, the nearest to a place; -1: not there.</summary>
    /// <param name="stopId">GTFS <c>stop_id</c>.</param>
    /// <param name="near">A place.</param>
    public int PlaceOf(string stopId, int near)
    {
        ReadOnlySpan<int> stops = this.schedule.Patterns.Stops(this.Pattern);
        int best = -1;
        for (int i = 0; i < stops.Length; i++)
        {
            if ((best < 0 || Math.Abs(i - near) < Math.Abs(best - near)) && this.schedule.Stops.Id(stops[i]) == stopId)
            {
                best = i;
            }
        }

        return best;
    }

    private static double[] NewTimes(int count)
    {
        double[] times = new double[count];
        Array.Fill(times, double.NaN);
        return times;
    }
}
