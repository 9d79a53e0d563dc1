using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Feeds;

/// <summary>
/// A route or stop links to the page of its agency or route (same_route_and_agency_url, same_stop_and_agency_url,
/// same_stop_and_route_url, WARNING). Riders expect a page of its own. Link to that, or leave it empty.
/// <see href="https://gtfs.org/documentation/schedule/reference/#routestxt"/>
/// </summary>
internal sealed class RepeatedUrls() : FeedRule(RouteAgency, StopAgency, StopRoute)
{
    private static readonly RuleCode RouteAgency = RuleCode.Warning("same_route_and_agency_url", "A route links to the page of an agency.");
    private static readonly RuleCode StopAgency = RuleCode.Warning("same_stop_and_agency_url", "A stop links to the page of an agency.");
    private static readonly RuleCode StopRoute = RuleCode.Warning("same_stop_and_route_url", "A stop links to the page of a route.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var (agencies, routes) = (ByUrl(feed.Agency, "agency_url"), ByUrl(feed.Routes, "route_url"));
        Check(feed.Routes, "route_url", feed.Agency, agencies, RouteAgency, report);
        Check(feed.Stops, "stop_url", feed.Agency, agencies, StopAgency, report);
        Check(feed.Stops, "stop_url", feed.Routes, routes, StopRoute, report);
    }

    private static Dictionary<string, int> ByUrl(GtfsTable table, string field)
    {
        var byUrl = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var url = table.Text(field);
        for (var row = 0; row < table.Count; row++)
        {
            if (url.Has(row))
            {
                byUrl.TryAdd(url.Text(row), row);
            }
        }

        return byUrl;
    }

    private static void Check(GtfsTable table, string field, GtfsTable other, Dictionary<string, int> byUrl, RuleCode code, RuleReport report)
    {
        var url = table.Text(field);
        if (!url.IsPresent || byUrl.Count == 0)
        {
            return;
        }

        for (var row = 0; row < table.Count; row++)
        {
            if (url.Has(row) && byUrl.TryGetValue(url.Text(row), out var same) && report.Wants(code))
            {
                report.Add(code, table, row, field, $"Line {other.Line(same)} of {other.File} has the same page. Link to one of its own, or leave it empty.",
                    Detail(table.Schema.Key[0] == "stop_id" ? "stopId" : "routeId", table.Column(table.Schema.Key[0]).Text(row)),
                    Detail("otherFilename", other.File), Detail("otherCsvRowNumber", other.Line(same)));
            }
        }
    }
}
