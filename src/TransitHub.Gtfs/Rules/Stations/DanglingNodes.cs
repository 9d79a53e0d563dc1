using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Stations;

/// <summary>
/// Pathways of a generic node lead to one place only (pathway_dangling_generic_node, WARNING). Nodes join ways; this one
/// leads nowhere. Add the missing pathway, or remove the node.
/// <see href="https://gtfs.org/documentation/schedule/reference/#pathwaystxt"/>
/// </summary>
internal sealed class DanglingNodes() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Warning("pathway_dangling_generic_node", "A generic node is joined to one place only.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(StopTables.Pathways);
        if (table.Count == 0)
        {
            return;
        }

        var (from, to, type) = (table.Text("from_stop_id"), table.Text("to_stop_id"), feed.Stops.Int("location_type"));
        var neighbors = new Dictionary<int, HashSet<int>>();
        for (var row = 0; row < table.Count; row++)
        {
            Of(neighbors, from[row]).Add(to[row]);
            Of(neighbors, to[row]).Add(from[row]);
        }

        for (var row = 0; row < feed.Stops.Count; row++)
        {
            if (type[row] == 3 && neighbors.TryGetValue(feed.StopIds[row], out var places) && places.Count == 1 && report.Wants(Code))
            {
                report.Add(Code, feed.Stops, row, "stop_id", "The node leads to one place only. Add the missing pathway, or remove it.",
                    Detail("stopId", feed.StopIds.Text(row)), Detail("stopName", feed.Stops.Column("stop_name").Text(row)),
                    Detail("parentStation", feed.Stops.Column("parent_station").Text(row)));
            }
        }
    }

    private static HashSet<int> Of(Dictionary<int, HashSet<int>> neighbors, int stop) =>
        neighbors.TryGetValue(stop, out var places) ? places : neighbors[stop] = [];
}
