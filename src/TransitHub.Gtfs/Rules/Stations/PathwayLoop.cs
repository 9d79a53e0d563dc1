using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Stations;

/// <summary>
/// A pathway begins where it ends (pathway_loop, WARNING). It leads nowhere. Correct one of its ends, or remove it.
/// <see href="https://gtfs.org/documentation/schedule/reference/#pathwaystxt"/>
/// </summary>
internal sealed class PathwayLoop() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Warning("pathway_loop", "A pathway begins where it ends.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(StopTables.Pathways);
        var from = table.Text("from_stop_id");
        var to = table.Text("to_stop_id");
        for (var row = 0; row < table.Count; row++)
        {
            if (from[row] >= 0 && from[row] == to[row] && report.Wants(Code))
            {
                report.Add(Code, table, row, "to_stop_id", "Both ends are the same location. Correct one.",
                    Detail("pathwayId", table.Column("pathway_id").Text(row)),
                    Detail("stopId", from.Text(row)));
            }
        }
    }
}
