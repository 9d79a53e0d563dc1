using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Stops;

/// <summary>
/// A stop, station or entrance has no name (missing_stop_name, ERROR). Riders cannot find it. Fill in stop_name.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stopstxt"/>
/// </summary>
internal sealed class MissingStopName() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("missing_stop_name", "A stop, station or entrance has no name.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(StopTables.Stops);
        var type = table.Int("location_type");
        var name = table.Text("stop_name");
        for (var row = 0; row < table.Count; row++)
        {
            if (type.Or(row, 0) is >= 0 and <= 2 && !name.Has(row) && report.Wants(Code))
            {
                report.Add(Code, table, row, "stop_name", "Riders need a name. Fill in stop_name.",
                    Detail("stopId", table.Column("stop_id").Text(row)),
                    Detail("locationType", type.Or(row, 0)));
            }
        }
    }
}
