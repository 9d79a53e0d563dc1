using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Fares;

/// <summary>
/// A transfer count is 0 or less than -1 (fare_transfer_rule_invalid_transfer_count, ERROR). Neither means anything.
/// Write -1 for without limit, or 1 and more.
/// <see href="https://gtfs.org/documentation/schedule/reference/#fare_transfer_rulestxt"/>
/// </summary>
internal sealed class TransferCountInvalid() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("fare_transfer_rule_invalid_transfer_count", "A transfer count is 0 or less than -1.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(FareTables.FareTransferRules);
        var from = table.Text("from_leg_group_id");
        var to = table.Text("to_leg_group_id");
        var count = table.Int("transfer_count");
        for (var row = 0; row < table.Count; row++)
        {
            if (from[row] >= 0 && from[row] == to[row] && count.Has(row) && (count[row] < -1 || count[row] == 0) && report.Wants(Code))
            {
                report.Add(Code, table, row, "transfer_count", "Write -1 for without limit, or 1 and more.",
                    Detail("transferCount", count[row]));
            }
        }
    }
}
