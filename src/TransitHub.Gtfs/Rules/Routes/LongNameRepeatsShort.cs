using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Routes;

/// <summary>
/// The long name of a route begins with its short name (route_long_name_contains_short_name, WARNING). Consumers show
/// both, so the number appears twice. Leave it out of the long name.
/// <see href="https://gtfs.org/documentation/schedule/reference/#routestxt"/>
/// </summary>
internal sealed class LongNameRepeatsShort() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Warning("route_long_name_contains_short_name", "The long name of a route begins with its short name.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var (shortName, longName) = (feed.Routes.Text("route_short_name"), feed.Routes.Text("route_long_name"));
        for (var row = 0; row < feed.Routes.Count; row++)
        {
            if (shortName.Has(row) && longName.Has(row) && Repeats(longName.Text(row), shortName.Text(row)) && report.Wants(Code))
            {
                report.Add(Code, feed.Routes, row, "route_long_name", "Leave the short name out of the long one; both are shown.",
                    Detail("routeId", feed.Routes.Column("route_id").Text(row)), Detail("routeShortName", shortName.Text(row)), Detail("routeLongName", longName.Text(row)));
            }
        }
    }

    private static bool Repeats(string longName, string shortName) =>
        longName.StartsWith(shortName, StringComparison.OrdinalIgnoreCase)
        && (longName.Length == shortName.Length || longName[shortName.Length] is ' ' or '\t' or '-' or '(' or ')');
}
