using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Training.Truth;

/// <summary>
/// Derives true arrivals from a whole recording that names trips, without anything of the predictor: each run's fixes are put on its
/// line (<see cref="MonotonePath"/>), and an arrival is the moment at which the way between two fixes comes within ten meters of the
/// stop. Where two fixes lie more than 90 s apart nothing is derived between them.
/// </summary>
public sealed class TruthDeriver
{
    /// <summary>A vehicle has arrived when it is so near before the stop, meters.</summary>
    private const float BeforeStopMeters = 10;

    /// <summary>A vehicle has left its first stop when it is so far behind it, meters.</summary>
    private const float BehindStopMeters = 30;

    /// <summary>Fixes farther apart than this tell nothing of what was between them, seconds.</summary>
    private const double MaxGapSeconds = 90;

    /// <summary>A fix so long before the start or after the end of the timetable is not of this run, seconds.</summary>
    private const double MaxOffSeconds = 7200;

    private readonly Schedule schedule;
    private readonly Dictionary<(TripInstance Trip, DeviceId Vehicle), List<TimedFix>> fixes = [];

    /// <summary>Starts with nothing.</summary>
    public TruthDeriver(Schedule schedule) => this.schedule = schedule;

    /// <summary>Reports that named a trip of the timetable.</summary>
    public long Reports { get; private set; }

    /// <summary>Takes a report as it was recorded.</summary>
    public void Add(AvlReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.TripId is null || !this.schedule.Trips.TryFind(report.TripId, out int trip) || this.schedule.Trips.PatternIndex(trip) < 0
            || this.schedule.Trips.Frequencies(trip).Length > 0)
        {
            return;
        }

        double at = Math.Min(report.MeasuredAt.UnixMilliseconds, report.ReceivedAt.UnixMilliseconds) / 1000.0;
        ServiceDate date = report.StartDate ?? this.NearestDate(trip, at);
        double begins = this.schedule.ToUnixSeconds(date, this.schedule.Trips.StartSeconds(trip));
        double ends = this.schedule.ToUnixSeconds(date, this.schedule.Trips.EndSeconds(trip));
        if (at < begins - MaxOffSeconds || at > ends + MaxOffSeconds)
        {
            return;
        }

        this.Reports++;
        (TripInstance, DeviceId) key = (new TripInstance(trip, date, this.schedule.Trips.StartSeconds(trip)), report.Device);
        if (!this.fixes.TryGetValue(key, out List<TimedFix>? own))
        {
            this.fixes.Add(key, own = []);
        }

        own.Add(new TimedFix(at, report.Latitude, report.Longitude));
    }

    /// <summary>Derives the arrivals of all runs; of two vehicles on one run the one that was seen at more stops counts.</summary>
    public ArrivalTruth Derive()
    {
        Dictionary<TripInstance, (TrueRun Run, int Stops)> best = [];
        foreach (((TripInstance trip, DeviceId vehicle), List<TimedFix> own) in this.fixes.OrderBy(f => f.Key.Trip).ThenBy(f => f.Key.Vehicle))
        {
            TrueRun run = new(this.schedule, trip, vehicle.ToString());
            int stops = this.Derive(run, own);
            if (stops > 0 && (!best.TryGetValue(trip, out (TrueRun Run, int Stops) other) || stops > other.Stops))
            {
                best[trip] = (run, stops);
            }
        }

        ArrivalTruth truth = new(this.schedule);
        foreach ((TrueRun run, _) in best.Values)
        {
            truth.Add(run);
        }

        truth.Close();
        return truth;
    }

    private int Derive(TrueRun run, List<TimedFix> own)
    {
        own.Sort((a, b) => a.At.CompareTo(b.At));
        Geometry line = this.schedule.Geometries[this.schedule.Patterns.GeometryIndex(run.Pattern)];
        List<PathPoint> path = MonotonePath.Of(line, own);
        ReadOnlySpan<float> offsets = this.schedule.Patterns.StopOffsets(run.Pattern);
        int found = 0;
        for (int stop = 0; stop < run.StopCount; stop++)
        {
            // At the first stop the time is when it leaves its surroundings. That is not told as a departure: it may be on its way to a place
            // nearby where it waits.
            double time = Crossing(path, stop == 0 ? offsets[0] + BehindStopMeters : offsets[stop] - BeforeStopMeters);
            run.Arrivals[stop] = time;
            found += double.IsNaN(time) ? 0 : 1;
        }

        return found;
    }

    /// <summary>When the path first reached a place; NaN when no two near fixes lie on both sides of it.</summary>
    private static double Crossing(List<PathPoint> path, float place)
    {
        int next = path.FindIndex(p => p.Along >= place);
        if (next <= 0)
        {
            return double.NaN;
        }

        (PathPoint before, PathPoint after) = (path[next - 1], path[next]);
        return after.At - before.At <= MaxGapSeconds
            ? before.At + ((after.At - before.At) * (place - before.Along) / (after.Along - before.Along))
            : double.NaN;
    }

    private ServiceDate NearestDate(int trip, double at)
    {
        ServiceDate today = ServiceDate.FromDayNumber((int)Math.Floor(at / 86_400) + 719_162);
        double middle = (this.schedule.Trips.StartSeconds(trip) + this.schedule.Trips.EndSeconds(trip)) / 2.0;
        ServiceDate best = today;
        for (int days = -2; days <= 1; days++)
        {
            ServiceDate date = today.AddDays(days);
            if (Math.Abs(at - middle - this.schedule.ServiceDayStart(date)) < Math.Abs(at - middle - this.schedule.ServiceDayStart(best)))
            {
                best = date;
            }
        }

        return best;
    }
}
