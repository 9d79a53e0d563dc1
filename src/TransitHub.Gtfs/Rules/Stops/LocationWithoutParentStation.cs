using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Stops;

/// <summary>
/// An entrance, node or boarding area has no parent (location_without_parent_station, ERROR). It belongs to a station or
/// platform by definition. Fill in parent_station.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stopstxt"/>
/// </summary>
internal sealed class LocationWithoutParentStation() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("location_without_parent_station", "An entrance, node or boarding area has no parent.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(StopTables.Stops);
        var type = table.Int("location_type");
        var parent = table.Text("parent_station");
        for (var row = 0; row < table.Count; row++)
        {
            if (type[row] >= 2 && !parent.Has(row) && report.Wants(Code))
            {
                report.Add(Code, table, row, "parent_station", "This kind of location needs a parent_station. Fill it in.",
                    Detail("stopId", table.Column("stop_id").Text(row)),
                    Detail("stopName", table.Column("stop_name").Text(row)),
                    Detail("locationType", type[row]));
            }
        }
    }
}
