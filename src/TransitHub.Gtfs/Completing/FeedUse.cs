using TransitHub.Gtfs.Reading;

namespace TransitHub.Gtfs.Completing;

/// <summary>Of how much of a feed riders and the hub can make use.</summary>
/// <param name="Routes">Routes.</param>
/// <param name="RidableRoutes">Routes with a trip that can be ridden.</param>
/// <param name="Trips">Trips.</param>
/// <param name="RidableTrips">Trips with two located stops and a time.</param>
/// <param name="DrawnTrips">Of these, trips that follow a shape and not straight lines from stop to stop.</param>
/// <param name="HeadwayTrips">Trips with rows in frequencies.txt, whether they can be ridden or not.</param>
/// <param name="UntimedTrips">Trips with neither: nothing in the feed tells when they run.</param>
/// <param name="Stops">Stops at which vehicles can call.</param>
/// <param name="ServedStops">Of these, stops of a trip that can be ridden.</param>
/// <param name="Types">The routes by route_type.</param>
public sealed record FeedUse(
    int Routes, int RidableRoutes, int Trips, int RidableTrips, int DrawnTrips, int HeadwayTrips, int UntimedTrips, int Stops, int ServedStops, IReadOnlyList<FeedUse.OfType> Types)
{
    /// <summary>Measures a zip or folder. Throws as <see cref="ScheduleReader"/> does.</summary>
    public static FeedUse Of(string path, CancellationToken cancellationToken = default) => Of(ScheduleReader.Read(path, cancellationToken: cancellationToken).Schedule);

    /// <summary>Measures a feed.</summary>
    public static FeedUse Of(Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        var (ridable, drawn, headway, untimed) = (0, 0, 0, 0);
        var routes = new HashSet<int>();
        for (var trip = 0; trip < schedule.Trips.Count; trip++)
        {
            var (pattern, hasHeadway) = (schedule.Trips.PatternIndex(trip), schedule.Trips.Frequencies(trip).Length > 0);
            headway += hasHeadway ? 1 : 0;
            untimed += pattern < 0 && !hasHeadway ? 1 : 0;
            if (pattern >= 0)
            {
                ridable++;
                drawn += schedule.Patterns.IsStraight(pattern) ? 0 : 1;
                routes.Add(schedule.Trips.RouteIndex(trip));
            }
        }

        routes.Remove(-1);
        var stops = new HashSet<int>();
        for (var pattern = 0; pattern < schedule.Patterns.Count; pattern++)
        {
            stops.UnionWith(schedule.Patterns.Stops(pattern).ToArray());
        }

        var types = Enumerable.Range(0, schedule.Routes.Count).GroupBy(schedule.Routes.Type).OrderBy(group => group.Key)
            .Select(group => new OfType(group.Key, group.Count(), group.Count(routes.Contains)));
        var calls = Enumerable.Range(0, schedule.Stops.Count).Count(stop => schedule.Stops.LocationType(stop) == 0);
        return new FeedUse(schedule.Routes.Count, routes.Count, schedule.Trips.Count, ridable, drawn, headway, untimed, calls, stops.Count, [.. types]);
    }

    /// <summary>The routes of one route_type.</summary>
    /// <param name="RouteType">route_type.</param>
    /// <param name="Routes">How many there are.</param>
    /// <param name="Ridable">How many of them can be ridden.</param>
    public sealed record OfType(int RouteType, int Routes, int Ridable);
}
