using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Feeds;

/// <summary>
/// An attribution names no role (attribution_without_role, WARNING). Riders cannot tell who runs the service and who made
/// the data. Set is_producer, is_operator or is_authority to 1.
/// <see href="https://gtfs.org/documentation/schedule/reference/#attributionstxt"/>
/// </summary>
internal sealed class AttributionWithoutRole() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Warning("attribution_without_role", "An attribution names no role.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(OtherTables.Attributions);
        if (!table.HasColumn("is_producer") && !table.HasColumn("is_operator") && !table.HasColumn("is_authority"))
        {
            return;
        }

        var producer = table.Int("is_producer");
        var operators = table.Int("is_operator");
        var authority = table.Int("is_authority");
        for (var row = 0; row < table.Count; row++)
        {
            if (producer[row] != 1 && operators[row] != 1 && authority[row] != 1 && report.Wants(Code))
            {
                report.Add(Code, table, row, "attribution_id", "Set is_producer, is_operator or is_authority to 1.",
                    Detail("attributionId", table.Column("attribution_id").Text(row)));
            }
        }
    }
}
