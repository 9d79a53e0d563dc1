using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Fares;

/// <summary>
/// A type of duration limit has no limit (fare_transfer_rule_duration_limit_type_without_duration_limit, ERROR). There is
/// nothing that it could qualify. Fill in duration_limit, or remove the type.
/// <see href="https://gtfs.org/documentation/schedule/reference/#fare_transfer_rulestxt"/>
/// </summary>
internal sealed class DurationTypeWithoutLimit() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("fare_transfer_rule_duration_limit_type_without_duration_limit", "A type of duration limit has no limit.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(FareTables.FareTransferRules);
        var limit = table.Int("duration_limit");
        var type = table.Int("duration_limit_type");
        for (var row = 0; row < table.Count; row++)
        {
            if (!limit.Has(row) && type.Has(row) && report.Wants(Code))
            {
                report.Add(Code, table, row, "duration_limit", "Fill in duration_limit, or remove duration_limit_type.");
            }
        }
    }
}
