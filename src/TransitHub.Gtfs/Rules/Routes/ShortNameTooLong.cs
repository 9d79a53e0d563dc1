using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Routes;

/// <summary>
/// A short name of a route has more than twelve characters (route_short_name_too_long, WARNING). It does not fit on maps
/// and signs. Write the number or code that riders use.
/// <see href="https://gtfs.org/documentation/schedule/reference/#routestxt"/>
/// </summary>
internal sealed class ShortNameTooLong() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Warning("route_short_name_too_long", "A short name of a route has more than twelve characters.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(ServiceTables.Routes);
        var shortName = table.Text("route_short_name");
        for (var row = 0; row < table.Count; row++)
        {
            if (shortName.Text(row).Length > 12 && report.Wants(Code))
            {
                report.Add(Code, table, row, "route_short_name", "A short name has twelve characters at most. Move the words to route_long_name.",
                    Detail("routeId", table.Column("route_id").Text(row)));
            }
        }
    }
}
