using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Cameras;

/// <summary>How often each route comes by a line, as a share of all that does: so often, too, is it read where no vehicle of the timetable was.</summary>
internal sealed class RouteShares
{
    /// <summary>Part of all readings that could be of any name: vehicles that are strangers here show something as well.</summary>
    private const double Strangers = 0.1;

    private readonly Dictionary<int, int> trips = [];
    private readonly int all;
    private readonly int names;

    /// <param name="schedule">The static feed.</param>
    /// <param name="passes">Where patterns pass the line.</param>
    /// <param name="names">How many names of routes pass it.</param>
    public RouteShares(Schedule schedule, IReadOnlyList<LinePass> passes, int names)
    {
        this.names = names;
        foreach (LinePass pass in passes)
        {
            int route = schedule.Patterns.RouteIndex(pass.Pattern);
            int count = CountRuns(schedule, pass.Pattern);
            this.trips[route] = this.trips.GetValueOrDefault(route) + count;
            this.all += count;
        }
    }

    /// <summary>Share of the passing vehicles that are of one of these routes, (0, 1]; of routes that do not come by, as if each name came as often.</summary>
    public double Of(int[] routes)
    {
        int own = 0;
        foreach (int route in routes)
        {
            own += this.trips.GetValueOrDefault(route);
        }

        return own == 0 ? 1.0 / this.names : (Strangers / this.names) + ((1 - Strangers) * own / this.all);
    }

    private static int CountRuns(Schedule schedule, int pattern)
    {
        int runs = 0;
        foreach (int trip in schedule.Patterns.Trips(pattern))
        {
            ReadOnlySpan<FrequencyWindow> windows = schedule.Trips.Frequencies(trip);
            runs += windows.IsEmpty ? 1 : 0;
            foreach (FrequencyWindow window in windows)
            {
                runs += (window.EndSeconds - window.StartSeconds) / Math.Max(1, window.HeadwaySeconds);
            }
        }

        return runs;
    }
}
