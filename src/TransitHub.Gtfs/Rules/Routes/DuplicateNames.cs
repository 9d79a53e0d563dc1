using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Routes;

/// <summary>
/// Two routes of an agency and a mode have the same names (duplicate_route_name, WARNING): riders cannot tell them apart.
/// Rename one, or make them one route.
/// <see href="https://gtfs.org/documentation/schedule/reference/#routestxt"/>
/// </summary>
internal sealed class DuplicateNames() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Warning("duplicate_route_name", "Two routes of an agency and a mode have the same names.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var (shortName, longName, type, agency) = (feed.Routes.Text("route_short_name"), feed.Routes.Text("route_long_name"), feed.Routes.Int("route_type"), feed.Routes.Text("agency_id"));
        var seen = new Dictionary<(int, int, int, int), int>();
        for (var row = 0; row < feed.Routes.Count; row++)
        {
            var key = (shortName[row], longName[row], type[row], agency[row]);
            if (!seen.TryAdd(key, row) && report.Wants(Code))
            {
                report.Add(Code, feed.Routes, row, "route_id", $"Line {feed.Routes.Line(seen[key])} has a route of the same names. Rename one, or make them one.",
                    Detail("csvRowNumber1", feed.Routes.Line(seen[key])), Detail("routeId1", feed.Routes.Column("route_id").Text(seen[key])),
                    Detail("csvRowNumber2", feed.Routes.Line(row)), Detail("routeId2", feed.Routes.Column("route_id").Text(row)),
                    Detail("routeShortName", shortName.Text(row)), Detail("routeLongName", longName.Text(row)));
            }
        }
    }
}
