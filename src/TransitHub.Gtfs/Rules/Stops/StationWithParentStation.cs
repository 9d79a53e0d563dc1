using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Stops;

/// <summary>
/// A station has a parent station (station_with_parent_station, ERROR). Stations cannot lie inside each other. Remove
/// parent_station, or correct location_type.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stopstxt"/>
/// </summary>
internal sealed class StationWithParentStation() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("station_with_parent_station", "A station has a parent station.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(StopTables.Stops);
        var type = table.Int("location_type");
        var parent = table.Text("parent_station");
        for (var row = 0; row < table.Count; row++)
        {
            if (type[row] == 1 && parent.Has(row) && report.Wants(Code))
            {
                report.Add(Code, table, row, "parent_station", "A station cannot have a parent. Remove parent_station.",
                    Detail("stopId", table.Column("stop_id").Text(row)),
                    Detail("stopName", table.Column("stop_name").Text(row)));
            }
        }
    }
}
