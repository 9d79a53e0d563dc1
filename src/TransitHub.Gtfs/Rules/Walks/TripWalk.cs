using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Walks;

/// <summary>The one walk over all trips that the trip rules share.</summary>
internal static class TripWalk
{
    private const int TripsPerCancellationCheck = 1024;

    public static void Run(GtfsTables feed, IEnumerable<TripRule> rules, RuleReport report, CancellationToken cancellation)
    {
        TripRule[] begun = [.. rules.Where(rule => rule.Begin(feed))];
        var visit = new TripVisit();
        var hasDistances = feed.StopTimes.HasColumn("shape_dist_traveled");
        for (var trip = 0; trip < feed.TimesByTrip.Count; trip++)
        {
            if (trip % TripsPerCancellationCheck == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            if (feed.TimesByTrip.CountOf(trip) == 0)
            {
                continue;
            }

            visit.Take(feed, trip, feed.TimesByTrip.Of(trip), hasDistances);
            foreach (var rule in begun)
            {
                rule.Visit(visit, report);
            }
        }

        foreach (var rule in begun)
        {
            rule.Check(feed, report);
        }
    }
}
