using System.Collections.Immutable;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;

namespace TransitHub.Core.Dispatching;

/// <summary>
/// How far the vehicle of a run with its own stop times has come. Nobody knows the streets between its stops, so it is placed on the straight lines between them;
/// what is ahead is the plan and the delay that was observed. Deterministic: a function of the plan and of the reports.
/// </summary>
internal sealed class ExtraProgress
{
    /// <summary>Nearer than this, along the lines, a stop is reached, meters.</summary>
    private const double StopMeters = 30;

    /// <summary>Farther than this from the first stop the run has begun, meters.</summary>
    private const double BegunMeters = 60;

    /// <summary>No vehicle is faster, meters a second.</summary>
    private const double FastestMps = 40;

    /// <summary>A prediction's uncertainty at once, seconds, and its share of the time ahead.</summary>
    private const double LeastUncertainty = 30;
    private const double UncertaintyShare = 0.15;

    private readonly double[] offsets;
    private readonly double[] arrived;
    private readonly double[] departed;
    private readonly ExtraRun plan;
    private double along;
    private double at = double.NaN;
    private int next;

    /// <summary>Starts before the first stop.</summary>
    public ExtraProgress(ExtraRun plan, Schedule schedule)
    {
        this.plan = plan;
        this.offsets = new double[plan.Stops.Length];
        this.arrived = new double[plan.Stops.Length];
        this.departed = new double[plan.Stops.Length];
        Array.Fill(this.arrived, double.NaN);
        Array.Fill(this.departed, double.NaN);
        for (int i = 1; i < this.offsets.Length; i++)
        {
            this.offsets[i] = this.offsets[i - 1] + PointOf(schedule, plan.Stops[i - 1].Stop).DistanceTo(PointOf(schedule, plan.Stops[i].Stop));
        }
    }

    /// <summary>The run as planned.</summary>
    public ExtraRun Plan => this.plan;

    /// <summary>The vehicle on it; the empty id: none.</summary>
    public DeviceId Vehicle { get; private set; }

    /// <summary>When it reported last, by the hub's clock.</summary>
    public Timestamp HeardAt { get; private set; }

    /// <summary>When that was measured.</summary>
    public Timestamp MeasuredAt { get; private set; }

    /// <summary>Place among the stops of the one ahead, or where it stands.</summary>
    public int StopPosition => this.IsStanding ? this.next - 1 : Math.Min(this.next, this.offsets.Length - 1);

    /// <summary>How the vehicle relates to that stop.</summary>
    public StopStatus StopStatus => this.IsStanding || this.next == this.offsets.Length ? StopStatus.StoppedAt : StopStatus.InTransitTo;

    /// <summary>True: the last stop is reached.</summary>
    public bool IsComplete => this.next == this.offsets.Length;

    /// <summary>When the last stop was reached, Unix seconds; NaN: it was not.</summary>
    public double CompletedAt => this.arrived[^1];

    /// <summary>Seconds late (positive) or early.</summary>
    public int Delay { get; private set; }

    private bool IsStanding => this.next > 0 && this.along - this.offsets[this.next - 1] < StopMeters;

    /// <summary>Takes a report of the vehicle; another one than before begins where it is.</summary>
    public void Follow(AvlReport report, double now, Schedule schedule)
    {
        if (report.Device != this.Vehicle)
        {
            this.Vehicle = report.Device;
            this.at = double.NaN;
        }

        this.HeardAt = report.ReceivedAt;
        this.MeasuredAt = report.CorrectedAt;
        double reach = double.IsNaN(this.at) ? double.MaxValue : this.along + 100 + (FastestMps * Math.Max(0, now - this.at));
        double place = Math.Max(this.along, Math.Min(reach, this.Project(new GeoPoint(report.Latitude, report.Longitude), reach, schedule)));
        this.Pass(place, now);
        (this.along, this.at) = (place, now);
        this.Delay = (int)Math.Round(this.DelayAt(now));
    }

    /// <summary>Lets go of the vehicle: the plan is all that is known.</summary>
    public void Forget() => this.Vehicle = default;

    /// <summary>What readers see of it.</summary>
    /// <param name="present">Unix seconds; nothing ahead is before it.</param>
    public ExtraRun Show(double present)
    {
        if (this.Vehicle == default)
        {
            return this.plan;
        }

        ImmutableArray<ExtraStop>.Builder stops = ImmutableArray.CreateBuilder<ExtraStop>(this.plan.Stops.Length);
        long earliest = long.MinValue;
        for (int i = 0; i < this.plan.Stops.Length; i++)
        {
            ExtraStop stop = this.Predict(i, stops, present);
            long arrival = Math.Max(stop.Arrival, earliest);
            long departure = Math.Max(stop.Departure, arrival);
            earliest = departure + 1;
            stops.Add(stop with { Arrival = arrival, Departure = departure });
        }

        return new ExtraRun
        {
            Key = this.plan.Key,
            Kind = this.plan.Kind,
            OriginalTrip = this.plan.OriginalTrip,
            RouteIndex = this.plan.RouteIndex,
            DirectionId = this.plan.DirectionId,
            Headsign = this.plan.Headsign,
            ShortName = this.plan.ShortName,
            Vehicle = this.Vehicle,
            MeasuredAt = this.MeasuredAt,
            DelaySeconds = this.Delay,
            ChangeId = this.plan.ChangeId,
            Stops = stops.DrainToImmutable(),
        };
    }

    private static GeoPoint PointOf(Schedule schedule, int stop) => new(schedule.Stops.Latitude(stop), schedule.Stops.Longitude(stop));

    private static double Arrival(ExtraStop stop) => stop.ScheduledArrival ?? stop.Arrival;

    private static double Departure(ExtraStop stop) => stop.ScheduledDeparture ?? stop.Departure;

    private ExtraStop Predict(int i, ImmutableArray<ExtraStop>.Builder before, double present)
    {
        ExtraStop planned = this.plan.Stops[i];
        if (!double.IsNaN(this.arrived[i]))
        {
            return planned with { Arrival = (long)this.arrived[i], Departure = (long)Math.Max(this.departed[i], this.arrived[i]), IsPredicted = true, Passed = true };
        }

        double arrival = i == 0 ? Arrival(planned)
            : i == this.next ? Arrival(planned) + this.Delay
            : before[^1].Departure + (Arrival(planned) - Departure(this.plan.Stops[i - 1]));
        if (i < this.next)
        {
            // It was first seen beyond this stop: when it was there is guessed.
            return planned with { Arrival = (long)(Arrival(planned) + this.Delay), Departure = (long)(Departure(planned) + this.Delay), IsPredicted = true, Passed = true };
        }

        arrival = Math.Max(arrival, i == 0 ? Math.Min(present, Departure(planned)) : present);
        double dwell = Math.Min(Departure(planned) - Arrival(planned), LeastUncertainty);
        double departure = Math.Max(Math.Max(Departure(planned), arrival + dwell), present);
        return planned with
        {
            Arrival = (long)arrival,
            Departure = (long)departure,
            IsPredicted = true,
            UncertaintySeconds = (int)(LeastUncertainty + (UncertaintyShare * Math.Max(0, arrival - present))),
        };
    }

    private void Pass(double place, double now)
    {
        if (this.next > 0 && place - this.offsets[this.next - 1] < StopMeters)
        {
            // It still stands where it came to.
            this.departed[this.next - 1] = now;
        }

        while (this.next < this.offsets.Length && (this.next == 0 ? place > BegunMeters : place >= this.offsets[this.next] - StopMeters))
        {
            if (!double.IsNaN(this.at))
            {
                double share = place > this.along ? Math.Clamp((this.offsets[this.next] - this.along) / (place - this.along), 0, 1) : 1;
                double passed = this.at + (share * (now - this.at));
                double earliest = this.next == 0 ? double.MinValue : this.departed[this.next - 1];
                this.arrived[this.next] = double.IsNaN(earliest) ? passed : Math.Max(passed, earliest);
                this.departed[this.next] = this.arrived[this.next];
            }

            this.next++;
        }
    }

    private double DelayAt(double now)
    {
        if (this.next == 0)
        {
            return Math.Max(0, now - Departure(this.plan.Stops[0]));
        }

        ExtraStop last = this.plan.Stops[this.next - 1];
        if (this.IsStanding || this.next == this.plan.Stops.Length)
        {
            double came = this.arrived[this.next - 1] is var time && double.IsNaN(time) ? now : time;
            return this.next == this.plan.Stops.Length ? came - Arrival(last) : Math.Max(Math.Min(0, came - Arrival(last)), now - Departure(last));
        }

        ExtraStop ahead = this.plan.Stops[this.next];
        double share = Math.Clamp((this.along - this.offsets[this.next - 1]) / Math.Max(1, this.offsets[this.next] - this.offsets[this.next - 1]), 0, 1);
        return now - (Departure(last) + (share * (Arrival(ahead) - Departure(last))));
    }

    /// <summary>Meters along of the place on the lines ahead that is nearest.</summary>
    private double Project(GeoPoint point, double reach, Schedule schedule)
    {
        (double best, double found) = (double.MaxValue, this.along);
        for (int i = Math.Max(1, this.next); i < this.offsets.Length && this.offsets[i - 1] <= reach; i++)
        {
            GeoPoint from = PointOf(schedule, this.plan.Stops[i - 1].Stop);
            GeoPoint to = PointOf(schedule, this.plan.Stops[i].Stop);
            double scale = Math.Cos(from.Lat * Math.PI / 180);
            (double x, double y) = ((to.Lon - from.Lon) * scale, to.Lat - from.Lat);
            (double px, double py) = ((point.Lon - from.Lon) * scale, point.Lat - from.Lat);
            double share = (x * x) + (y * y) is var square and > 0 ? Math.Clamp(((px * x) + (py * y)) / square, 0, 1) : 0;
            double off = Math.Sqrt(Math.Pow(px - (share * x), 2) + Math.Pow(py - (share * y), 2));
            if (off < best)
            {
                (best, found) = (off, this.offsets[i - 1] + (share * (this.offsets[i] - this.offsets[i - 1])));
            }
        }

        return found;
    }
}
