using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;
using TransitHub.Gtfs.Rules.Walks;

namespace TransitHub.Gtfs.Rules.Stops;

/// <summary>
/// A stop is never served (stop_without_stop_time, WARNING): riders wait in vain. A station, entrance or node is served
/// (location_with_unexpected_stop_time, ERROR): vehicles stop at stops and platforms. Remove the stop, or name the
/// platform in stop_times.txt.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stop_timestxt"/>
/// </summary>
internal sealed class StopsInUse() : TripRule(Unserved, Unexpected)
{
    private static readonly RuleCode Unserved = RuleCode.Warning("stop_without_stop_time", "A stop is never served.");
    private static readonly RuleCode Unexpected = RuleCode.Error("location_with_unexpected_stop_time", "A location that is no stop is served.");

    private int[] firstRows = [];

    public override bool Begin(GtfsTables feed)
    {
        this.firstRows = new int[feed.StopIds.Domain.Count];
        return true;
    }

    public override void Visit(TripVisit trip, RuleReport report)
    {
        for (var at = 0; at < trip.Count; at++)
        {
            var stop = trip.Stops[at];
            if (stop >= 0 && this.firstRows[stop] == 0)
            {
                this.firstRows[stop] = trip.Rows[at] + 1;
            }
        }
    }

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var grouped = Grouped(feed);
        var type = feed.Stops.Int("location_type");
        for (var row = 0; row < feed.Stops.Count; row++)
        {
            var stop = feed.StopIds[row];
            var first = stop < 0 ? -1 : this.firstRows[stop] - 1;
            if (type.Or(row, 0) == 0 && stop >= 0 && first < 0 && !grouped.Contains(stop) && report.Wants(Unserved))
            {
                report.Add(Unserved, feed.Stops, row, "stop_id", "No trip serves the stop. Remove it, or add it to trips.",
                    Detail("stopId", feed.StopIds.Text(row)), Detail("stopName", feed.Stops.Column("stop_name").Text(row)));
            }
            else if (type.Or(row, 0) != 0 && first >= 0 && report.Wants(Unexpected))
            {
                report.Add(Unexpected, feed.Stops, row, "location_type", $"Line {feed.StopTimes.Line(first)} of stop_times.txt serves it, but vehicles stop at stops and platforms. Name the platform.",
                    Detail("stopId", feed.StopIds.Text(row)), Detail("stopName", feed.Stops.Column("stop_name").Text(row)),
                    Detail("stopTimeCsvRowNumber", feed.StopTimes.Line(first)));
            }
        }
    }

    private static HashSet<int> Grouped(GtfsTables feed)
    {
        var table = feed.Of(OtherTables.LocationGroupStops);
        var stop = table.Text("stop_id");
        return [.. Enumerable.Range(0, table.Count).Select(row => stop[row])];
    }
}
