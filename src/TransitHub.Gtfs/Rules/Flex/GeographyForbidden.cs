using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Flex;

/// <summary>
/// A row names more than one of a stop, a location group and a zone (forbidden_geography_id, ERROR). It is not known
/// where it takes place. Keep one of stop_id, location_group_id and location_id.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stop_timestxt"/>
/// </summary>
internal sealed class GeographyForbidden() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("forbidden_geography_id", "A row names more than one of a stop, a location group and a zone.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(StopTables.StopTimes);
        if (!table.HasColumn("location_group_id") && !table.HasColumn("location_id"))
        {
            return;
        }

        var stop = table.Text("stop_id");
        var group = table.Text("location_group_id");
        var zone = table.Text("location_id");
        for (var row = 0; row < table.Count; row++)
        {
            if ((stop.Has(row) ? 1 : 0) + (group.Has(row) ? 1 : 0) + (zone.Has(row) ? 1 : 0) > 1 && report.Wants(Code))
            {
                report.Add(Code, table, row, "stop_id", "Keep one of stop_id, location_group_id and location_id.",
                    Detail("stopId", stop.Text(row)),
                    Detail("locationGroupId", group.Text(row)),
                    Detail("locationId", zone.Text(row)));
            }
        }
    }
}
