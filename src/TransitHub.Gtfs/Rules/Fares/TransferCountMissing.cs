using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Fares;

/// <summary>
/// A transfer within one leg group has no count (fare_transfer_rule_without_transfer_count, ERROR). It is not known how
/// often it may be repeated. Fill in transfer_count, -1 for without limit.
/// <see href="https://gtfs.org/documentation/schedule/reference/#fare_transfer_rulestxt"/>
/// </summary>
internal sealed class TransferCountMissing() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("fare_transfer_rule_without_transfer_count", "A transfer within one leg group has no count.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(FareTables.FareTransferRules);
        var from = table.Text("from_leg_group_id");
        var to = table.Text("to_leg_group_id");
        var count = table.Int("transfer_count");
        for (var row = 0; row < table.Count; row++)
        {
            if (from[row] >= 0 && from[row] == to[row] && !count.Has(row) && report.Wants(Code))
            {
                report.Add(Code, table, row, "transfer_count", "Fill in transfer_count, -1 for without limit.");
            }
        }
    }
}
