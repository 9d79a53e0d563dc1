using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Trips;

/// <summary>
/// A trip has no stop time (unused_trip, WARNING), or fewer than two (unusable_trip, WARNING): no one can ride it. Add
/// its stops, or remove it.
/// <see href="https://gtfs.org/documentation/schedule/reference/#tripstxt"/>
/// </summary>
internal sealed class TripsInUse() : FeedRule(Unused, Unusable)
{
    private static readonly RuleCode Unused = RuleCode.Warning("unused_trip", "A trip has no stop time.");
    private static readonly RuleCode Unusable = RuleCode.Warning("unusable_trip", "A trip has fewer than two stop times.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        for (var row = 0; row < feed.Trips.Count; row++)
        {
            if (feed.TripIds[row] is not (>= 0 and var trip) || feed.TimesByTrip.CountOf(trip) is not (<= 1 and var count))
            {
                continue;
            }

            if (report.Wants(Unusable))
            {
                report.Add(Unusable, feed.Trips, row, "trip_id", "A trip needs two stops at least. Add them, or remove it.", Detail("tripId", feed.TripIds.Text(row)));
            }

            if (count == 0 && report.Wants(Unused))
            {
                report.Add(Unused, feed.Trips, row, "trip_id", "stop_times.txt does not have the trip. Add its stops, or remove it.", Detail("tripId", feed.TripIds.Text(row)));
            }
        }
    }
}
