using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Trips;

/// <summary>
/// Trips of one block are of different modes (inconsistent_route_type_for_block_id, WARNING). One vehicle cannot be a bus
/// and a train. Correct block_id.
/// <see href="https://gtfs.org/documentation/schedule/reference/#tripstxt"/>
/// </summary>
internal sealed class BlockRouteTypes() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Warning("inconsistent_route_type_for_block_id", "Trips of one block are of different modes.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var (block, routes, type) = (feed.Trips.Text("block_id"), feed.Trips.Text("route_id"), feed.Routes.Int("route_type"));
        if (!block.IsPresent)
        {
            return;
        }

        var ids = feed.Routes.Text("route_id");
        var blocks = feed.Group(feed.Trips, "block_id");
        for (var number = 0; number < blocks.Count; number++)
        {
            var types = new SortedSet<int>();
            var first = -1;
            foreach (var row in blocks.Of(number))
            {
                first = first < 0 ? row : first;
                if (type[ids.Row(routes[row])] is not IntColumn.Absent and var mode)
                {
                    types.Add(mode);
                }
            }

            if (types.Count > 1 && report.Wants(Code))
            {
                report.Add(Code, feed.Trips, first, "block_id", "Trips of the block are of different modes. Correct block_id.",
                    Detail("blockId", block.Domain.Text(number)), Detail("routeTypes", string.Join(", ", types)));
            }
        }
    }
}
