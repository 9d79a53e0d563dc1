using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Stations;

/// <summary>
/// A pathway ends at a station (pathway_to_wrong_location_type, ERROR), or at a platform that has boarding areas
/// (pathway_to_platform_with_boarding_areas, ERROR). It must lead to a place one can stand at. Name the entrance, node,
/// platform or boarding area.
/// <see href="https://gtfs.org/documentation/schedule/reference/#pathwaystxt"/>
/// </summary>
internal sealed class PathwayEnds() : FeedRule(Station, Platform)
{
    private static readonly RuleCode Station = RuleCode.Error("pathway_to_wrong_location_type", "A pathway ends at a station.");
    private static readonly RuleCode Platform = RuleCode.Error("pathway_to_platform_with_boarding_areas", "A pathway ends at a platform that has boarding areas.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(StopTables.Pathways);
        if (table.Count == 0)
        {
            return;
        }

        var (type, children) = (feed.Stops.Int("location_type"), feed.Group(feed.Stops, "parent_station"));
        foreach (var field in (string[])["from_stop_id", "to_stop_id"])
        {
            var stop = table.Text(field);
            for (var row = 0; row < table.Count; row++)
            {
                var stopRow = feed.StopIds.Row(stop[row]);
                var kind = stopRow < 0 ? -1 : type.Or(stopRow, 0);
                var code = kind == 1 ? Station : kind == 0 && children.CountOf(stop[row]) > 0 ? Platform : null;
                if (code is not null && report.Wants(code))
                {
                    report.Add(code, table, row, field, "A pathway ends at an entrance, a node, a boarding area, or a platform without those. Name that.",
                        Detail("pathwayId", table.Column("pathway_id").Text(row)), Detail("stopId", stop.Text(row)));
                }
            }
        }
    }
}
