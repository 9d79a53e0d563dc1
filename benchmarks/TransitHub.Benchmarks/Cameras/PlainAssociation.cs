using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Benchmarks.Cameras;

/// <summary>
/// The baseline: all passages of a camera over the whole day given to the runs of the timetable at once, at the least sum of costs: minus the logarithm
/// of a Student-t of three degrees around 60 s late with a scale of 150 s; unassigned beyond 600 s.
/// </summary>
/// <param name="schedule">The feed.</param>
/// <param name="date">Its service day.</param>
/// <param name="knowsRoutes">Whether a passage that shows a route may only be of its runs.</param>
internal sealed class PlainAssociation(Schedule schedule, ServiceDate date, bool knowsRoutes)
{
    private const double Scale = 150;
    private const double Late = 60;
    private const double Gate = 600;
    private const double Never = 1e6;

    /// <summary>The trip of each passage; -1: none.</summary>
    public int[] Assign(int stop, IReadOnlyList<CameraCase> passages)
    {
        List<(double At, int Trip, string Route)> runs = this.RunsAt(stop);
        int[] found = Hungarian.Solve(passages.Count, runs.Count + passages.Count, (row, column) => column >= runs.Count
            ? CostOf(Gate)
            : this.CostOf(passages[row], runs[column]));
        return [.. found.Select((column, row) => column >= runs.Count || this.CostOf(passages[row], runs[column]) >= Never ? -1 : runs[column].Trip)];
    }

    private double CostOf(CameraCase passage, (double At, int Trip, string Route) run)
    {
        double off = passage.At - run.At - Late;
        bool isOther = knowsRoutes && passage.Report.RouteText is { } text && text != run.Route;
        return isOther || Math.Abs(off) > Gate ? Never : CostOf(off);
    }

    private static double CostOf(double off) => 2 * Math.Log(1 + (off * off / (3 * Scale * Scale)));

    private List<(double At, int Trip, string Route)> RunsAt(int stop)
    {
        List<(double At, int Trip, string Route)> runs = [];
        long zero = schedule.ServiceDayStart(date);
        for (int pattern = 0; pattern < schedule.Patterns.Count; pattern++)
        {
            ReadOnlySpan<int> stops = schedule.Patterns.Stops(pattern);
            for (int i = 1; i < stops.Length; i++)
            {
                if (stops[i] == stop)
                {
                    foreach (int trip in schedule.Patterns.Trips(pattern))
                    {
                        runs.Add((zero + schedule.Trips.Arrivals(trip)[i], trip, schedule.Routes.ShortName(schedule.Trips.RouteIndex(trip))));
                    }
                }
            }
        }

        return runs;
    }
}
