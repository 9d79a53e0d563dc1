using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Stops;

/// <summary>
/// A stop, station or entrance has no place (stop_without_location, ERROR). It cannot be shown or routed to. Fill in
/// stop_lat and stop_lon.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stopstxt"/>
/// </summary>
internal sealed class StopWithoutLocation() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("stop_without_location", "A stop, station or entrance has no place.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(StopTables.Stops);
        var type = table.Int("location_type");
        var latitude = table.Float("stop_lat");
        var longitude = table.Float("stop_lon");
        for (var row = 0; row < table.Count; row++)
        {
            if (type.Or(row, 0) is >= 0 and <= 2 && !(latitude.Has(row) && longitude.Has(row)) && report.Wants(Code))
            {
                report.Add(Code, table, row, "stop_lat", "Fill in stop_lat and stop_lon.",
                    Detail("stopId", table.Column("stop_id").Text(row)),
                    Detail("locationType", type.Or(row, 0)));
            }
        }
    }
}
