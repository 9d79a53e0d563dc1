using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Routes;

/// <summary>
/// The description of a route repeats its name (same_name_and_description_for_route, WARNING). It tells riders nothing
/// more. Write something useful, or leave it empty.
/// <see href="https://gtfs.org/documentation/schedule/reference/#routestxt"/>
/// </summary>
internal sealed class SameNameAndDescription() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Warning("same_name_and_description_for_route", "The description of a route repeats its name.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(ServiceTables.Routes);
        var shortName = table.Text("route_short_name");
        var longName = table.Text("route_long_name");
        var description = table.Text("route_desc");
        for (var row = 0; row < table.Count; row++)
        {
            if (description.Has(row) && (Same(shortName.Text(row), description.Text(row)) || Same(longName.Text(row), description.Text(row))) && report.Wants(Code))
            {
                report.Add(Code, table, row, "route_desc", "The description is a name of the route. Write something useful or leave it empty.",
                    Detail("routeId", table.Column("route_id").Text(row)));
            }
        }
    }

    private static bool Same(string name, string description) => string.Equals(name, description, StringComparison.OrdinalIgnoreCase);
}
