using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Routes;

/// <summary>
/// Networks are given both in routes.txt and in networks.txt or route_networks.txt
/// (route_networks_specified_in_more_than_one_file, ERROR). They may contradict each other. Keep one way.
/// <see href="https://gtfs.org/documentation/schedule/reference/#networkstxt"/>
/// </summary>
internal sealed class NetworksTwice() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("route_networks_specified_in_more_than_one_file", "Networks are given in more than one file.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        if (!feed.Routes.HasColumn("network_id"))
        {
            return;
        }

        foreach (var table in (GtfsTable[])[feed.Of(FareTables.RouteNetworks), feed.Of(FareTables.NetworksTable)])
        {
            if (!table.IsMissing && report.Wants(Code))
            {
                report.Add(Code, table.File, "Remove network_id from routes.txt, or this file.",
                    Detail("fileNameA", feed.Routes.File), Detail("fileNameB", table.File), Detail("fieldName", "network_id"));
            }
        }
    }
}
