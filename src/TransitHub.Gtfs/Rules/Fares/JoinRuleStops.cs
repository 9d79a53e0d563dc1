using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Fares;

/// <summary>
/// A rule that joins legs names one of its two stops (missing_required_field, ERROR). Both or neither say where legs are
/// joined. Fill in the other one.
/// <see href="https://gtfs.org/documentation/schedule/reference/#fare_leg_join_rulestxt"/>
/// </summary>
internal sealed class JoinRuleStops() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("missing_required_field", "A required field is empty.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(FareTables.FareLegJoinRules);
        var (from, to) = (table.Text("from_stop_id"), table.Text("to_stop_id"));
        for (var row = 0; row < table.Count; row++)
        {
            if (from.Has(row) != to.Has(row) && report.Wants(Code))
            {
                report.Add(Code, table, row, from.Has(row) ? "to_stop_id" : "from_stop_id", "Fill in both stops, or neither.");
            }
        }
    }
}
