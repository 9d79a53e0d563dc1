using TransitHub.Core.Fusion.Service;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Matching;

/// <summary>The routes that are variants of one line, for feeds that give each direction a route of its own.</summary>
internal sealed class LineRoutes
{
    private readonly ServiceLines lines;
    private readonly int[][] routes;

    public LineRoutes(Schedule schedule)
    {
        this.lines = new ServiceLines(schedule);
        List<int>[] byLine = [.. Enumerable.Range(0, this.lines.Count).Select(_ => new List<int>())];
        for (int route = 0; route < schedule.Routes.Count; route++)
        {
            byLine[this.lines.Of(route)].Add(route);
        }

        this.routes = [.. byLine.Select(l => l.ToArray())];
    }

    /// <summary>All routes of the line that a route belongs to, ascending; the array is shared and not to be changed.</summary>
    public int[] Of(int route) => this.routes[this.lines.Of(route)];
}
