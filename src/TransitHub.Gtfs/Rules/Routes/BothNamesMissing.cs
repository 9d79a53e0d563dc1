using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Routes;

/// <summary>
/// A route has neither a short nor a long name (route_both_short_and_long_name_missing, ERROR). Riders cannot tell it
/// from others. Fill in one of them.
/// <see href="https://gtfs.org/documentation/schedule/reference/#routestxt"/>
/// </summary>
internal sealed class BothNamesMissing() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("route_both_short_and_long_name_missing", "A route has neither a short nor a long name.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(ServiceTables.Routes);
        var shortName = table.Text("route_short_name");
        var longName = table.Text("route_long_name");
        for (var row = 0; row < table.Count; row++)
        {
            if (!shortName.Has(row) && !longName.Has(row) && report.Wants(Code))
            {
                report.Add(Code, table, row, "route_id", "Fill in route_short_name or route_long_name.",
                    Detail("routeId", table.Column("route_id").Text(row)));
            }
        }
    }
}
