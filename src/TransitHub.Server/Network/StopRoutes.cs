using System.Runtime.CompilerServices;
using TransitHub.Gtfs;

namespace TransitHub.Server.Network;

/// <summary>Which routes serve a stop, and for a station any of its platforms; made once for a schedule.</summary>
internal sealed class StopRoutes
{
    private static readonly ConditionalWeakTable<Schedule, StopRoutes> Known = [];

    private readonly SortedSet<int>?[] routes;

    private StopRoutes(Schedule schedule)
    {
        this.routes = new SortedSet<int>?[schedule.Stops.Count];
        for (int pattern = 0; pattern < schedule.Patterns.Count; pattern++)
        {
            int route = schedule.Patterns.RouteIndex(pattern);
            foreach (int stop in route < 0 ? [] : schedule.Patterns.Stops(pattern))
            {
                (this.routes[stop] ??= []).Add(route);
                if (schedule.Stops.ParentIndex(stop) is >= 0 and int parent)
                {
                    (this.routes[parent] ??= []).Add(route);
                }
            }
        }
    }

    /// <summary>The index of a schedule.</summary>
    public static StopRoutes Of(Schedule schedule) => Known.GetValue(schedule, static s => new StopRoutes(s));

    /// <summary>Indexes of the routes, rising.</summary>
    public IEnumerable<int> At(int stop) => this.routes[stop] ?? [];
}
