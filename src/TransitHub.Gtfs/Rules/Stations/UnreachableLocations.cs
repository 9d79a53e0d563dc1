using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Stations;

/// <summary>
/// A platform, boarding area or node of a station with pathways cannot be reached from an entrance, or no exit from it
/// (pathway_unreachable_location, ERROR). Riders are told that there is no way. Add the missing pathway.
/// <see href="https://gtfs.org/documentation/schedule/reference/#pathwaystxt"/>
/// </summary>
internal sealed class UnreachableLocations() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("pathway_unreachable_location", "No way leads to or from a place in a station.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(StopTables.Pathways);
        if (table.Count == 0)
        {
            return;
        }

        var (from, to) = (table.Text("from_stop_id"), table.Text("to_stop_id"));
        var stations = new HashSet<int>();
        for (var row = 0; row < table.Count; row++)
        {
            stations.Add(Station(feed, from[row]));
            stations.Add(Station(feed, to[row]));
        }

        var (entered, left) = (Reach(feed, table, forward: true), Reach(feed, table, forward: false));
        var (type, children) = (feed.Stops.Int("location_type"), feed.Group(feed.Stops, "parent_station"));
        for (var row = 0; row < feed.Stops.Count; row++)
        {
            var (stop, kind) = (feed.StopIds[row], type.Or(row, 0));
            var isPlace = kind is 3 or 4 || (kind == 0 && children.CountOf(stop) == 0);
            if (!isPlace || Station(feed, stop) is not (>= 0 and var station) || !stations.Contains(station) || (entered.Contains(stop) && left.Contains(stop)))
            {
                continue;
            }

            if (report.Wants(Code))
            {
                report.Add(Code, feed.Stops, row, "stop_id", "No chain of pathways leads there from an entrance, or from there to an exit. Add the missing one.",
                    Detail("stopId", feed.StopIds.Text(row)), Detail("stopName", feed.Stops.Column("stop_name").Text(row)), Detail("locationType", kind),
                    Detail("parentStation", feed.Stops.Column("parent_station").Text(row)), Detail("hasEntrance", entered.Contains(stop)), Detail("hasExit", left.Contains(stop)));
            }
        }
    }

    /// <summary>The station that a location lies in, or -1.</summary>
    private static int Station(GtfsTables feed, int stop)
    {
        var (type, parent) = (feed.Stops.Int("location_type"), feed.Stops.Text("parent_station"));
        for (var step = 0; step < 3 && feed.StopIds.Row(stop) is >= 0 and var row; step++)
        {
            if (type[row] == 1)
            {
                return stop;
            }

            stop = parent[row];
        }

        return -1;
    }

    private static HashSet<int> Reach(GtfsTables feed, GtfsTable table, bool forward)
    {
        var both = table.Int("is_bidirectional");
        var (near, far) = forward ? ("from_stop_id", "to_stop_id") : ("to_stop_id", "from_stop_id");
        var (ahead, back) = (feed.Group(table, near), feed.Group(table, far));
        var type = feed.Stops.Int("location_type");
        HashSet<int> reached = [.. Enumerable.Range(0, feed.Stops.Count).Where(row => type[row] == 2).Select(row => feed.StopIds[row])];
        var queue = new Queue<int>(reached);
        while (queue.TryDequeue(out var stop))
        {
            Follow(ahead, table.Text(far), stop, _ => true, reached, queue);
            Follow(back, table.Text(near), stop, row => both[row] == 1, reached, queue);
        }

        return reached;
    }

    private static void Follow(RowGroups pathways, TextColumn end, int stop, Func<int, bool> isOpen, HashSet<int> reached, Queue<int> queue)
    {
        foreach (var row in pathways.CountOf(stop) > 0 ? pathways.Of(stop) : [])
        {
            if (isOpen(row) && end[row] >= 0 && reached.Add(end[row]))
            {
                queue.Enqueue(end[row]);
            }
        }
    }
}
