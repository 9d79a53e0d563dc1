using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Stops;

/// <summary>
/// A stop outside stations has stop_access (stop_access_specified_for_stop_with_no_parent_station, ERROR). The field
/// tells how a platform is reached from its station. Remove stop_access, or name the station.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stopstxt"/>
/// </summary>
internal sealed class StopAccessWithoutStation() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("stop_access_specified_for_stop_with_no_parent_station", "A stop outside stations has stop_access.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(StopTables.Stops);
        var type = table.Int("location_type");
        var access = table.Int("stop_access");
        var parent = table.Text("parent_station");
        for (var row = 0; row < table.Count; row++)
        {
            if (access.Has(row) && type.Or(row, 0) == 0 && !parent.Has(row) && report.Wants(Code))
            {
                report.Add(Code, table, row, "stop_access", "Remove stop_access, or fill in parent_station.",
                    Detail("stopId", table.Column("stop_id").Text(row)),
                    Detail("stopName", table.Column("stop_name").Text(row)));
            }
        }
    }
}
