using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Fares;

/// <summary>
/// A duration limit has no type (fare_transfer_rule_duration_limit_without_type, ERROR). It is not known from when to
/// when it counts. Fill in duration_limit_type.
/// <see href="https://gtfs.org/documentation/schedule/reference/#fare_transfer_rulestxt"/>
/// </summary>
internal sealed class DurationLimitWithoutType() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("fare_transfer_rule_duration_limit_without_type", "A duration limit has no type.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(FareTables.FareTransferRules);
        var limit = table.Int("duration_limit");
        var type = table.Int("duration_limit_type");
        for (var row = 0; row < table.Count; row++)
        {
            if (limit.Has(row) && !type.Has(row) && report.Wants(Code))
            {
                report.Add(Code, table, row, "duration_limit_type", "Fill in duration_limit_type.");
            }
        }
    }
}
