using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Flex;

/// <summary>
/// A row of a location group or zone has shape_dist_traveled (forbidden_shape_dist_traveled, ERROR). There is no one
/// place along the shape. Remove it.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stop_timestxt"/>
/// </summary>
internal sealed class DistanceForbidden() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("forbidden_shape_dist_traveled", "A row of a location group or zone has shape_dist_traveled.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(StopTables.StopTimes);
        if (!table.HasColumn("shape_dist_traveled") || (!table.HasColumn("location_group_id") && !table.HasColumn("location_id")))
        {
            return;
        }

        var stop = table.Text("stop_id");
        var group = table.Text("location_group_id");
        var zone = table.Text("location_id");
        var distance = table.Float("shape_dist_traveled");
        for (var row = 0; row < table.Count; row++)
        {
            if (distance.Has(row) && !stop.Has(row) && (group.Has(row) || zone.Has(row)) && report.Wants(Code))
            {
                report.Add(Code, table, row, "shape_dist_traveled", "Remove shape_dist_traveled from rows that name no stop.",
                    Detail("tripId", table.Column("trip_id").Text(row)));
            }
        }
    }
}
