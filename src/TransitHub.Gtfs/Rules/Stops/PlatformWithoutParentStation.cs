using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Stops;

/// <summary>
/// A platform belongs to no station (platform_without_parent_station, INFO). Platforms of one place are then not shown
/// together. Add the station, or remove platform_code.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stopstxt"/>
/// </summary>
internal sealed class PlatformWithoutParentStation() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Info("platform_without_parent_station", "A platform belongs to no station.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(StopTables.Stops);
        var type = table.Int("location_type");
        var parent = table.Text("parent_station");
        var platform = table.Text("platform_code");
        for (var row = 0; row < table.Count; row++)
        {
            if (type.Or(row, 0) == 0 && platform.Has(row) && !parent.Has(row) && report.Wants(Code))
            {
                report.Add(Code, table, row, "parent_station", "The stop has a platform_code and no parent_station. Add the station.",
                    Detail("stopId", table.Column("stop_id").Text(row)),
                    Detail("stopName", table.Column("stop_name").Text(row)));
            }
        }
    }
}
