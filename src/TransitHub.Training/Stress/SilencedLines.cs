using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Gtfs;

namespace TransitHub.Training.Stress;

/// <summary>Lines whose vehicles report no positions. A vehicle belongs to the line of the trip or route that it named last.</summary>
internal sealed class SilencedLines
{
    private readonly Schedule schedule;
    private readonly HashSet<DeviceId> vehicles = [];

    /// <summary>Finds the lines.</summary>
    /// <param name="schedule">The timetable.</param>
    /// <param name="names">Short names or ids of routes; empty: all lines.</param>
    /// <exception cref="ArgumentException">The timetable does not have one of them.</exception>
    public SilencedLines(Schedule schedule, IReadOnlyCollection<string> names)
    {
        this.schedule = schedule;
        HashSet<int> routes = [];
        HashSet<string> missing = [.. names];
        for (int route = 0; route < schedule.Routes.Count; route++)
        {
            string[] own = [schedule.Routes.Id(route), schedule.Routes.ShortName(route)];
            missing.ExceptWith(own);
            if (names.Count == 0 || names.Any(own.Contains))
            {
                routes.Add(route);
            }
        }

        this.Routes = routes;

        if (missing.Count > 0)
        {
            throw new ArgumentException($"The timetable has no line {string.Join(", ", missing.Order(StringComparer.Ordinal))}.");
        }
    }

    /// <summary>Their routes by index.</summary>
    public IReadOnlySet<int> Routes { get; }

    /// <summary>Whether the report is of a vehicle of theirs.</summary>
    public bool Contains(AvlReport report)
    {
        bool? isOne = report.TripId is { } id && this.schedule.Trips.TryFind(id, out int trip) ? this.Routes.Contains(this.schedule.Trips.RouteIndex(trip))
            : report.RouteId is { } named && this.schedule.Routes.TryFind(named, out int route) ? this.Routes.Contains(route)
            : null;
        if (isOne is true)
        {
            this.vehicles.Add(report.Device);
        }
        else if (isOne is false)
        {
            this.vehicles.Remove(report.Device);
        }

        return this.vehicles.Contains(report.Device);
    }
}
