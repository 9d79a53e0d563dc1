using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.StopTimes;

/// <summary>
/// A row names neither a stop nor a location group nor a zone (missing_required_field, ERROR). It takes place nowhere.
/// Fill in stop_id.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stop_timestxt"/>
/// </summary>
internal sealed class StopMissing() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("missing_required_field", "A row names neither a stop nor a location group nor a zone.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(StopTables.StopTimes);
        var stop = table.Text("stop_id");
        var group = table.Text("location_group_id");
        var zone = table.Text("location_id");
        for (var row = 0; row < table.Count; row++)
        {
            if (!stop.Has(row) && !group.Has(row) && !zone.Has(row) && report.Wants(Code))
            {
                report.Add(Code, table, row, "stop_id", "The row names no place. Fill in stop_id.");
            }
        }
    }
}
