using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Stops;

/// <summary>
/// A location that is no stop has stop_access (stop_access_specified_for_incorrect_location, ERROR). The field belongs to
/// stops and platforms. Remove it.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stopstxt"/>
/// </summary>
internal sealed class StopAccessOfWrongLocation() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("stop_access_specified_for_incorrect_location", "A location that is no stop has stop_access.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(StopTables.Stops);
        var type = table.Int("location_type");
        var access = table.Int("stop_access");
        for (var row = 0; row < table.Count; row++)
        {
            if (access.Has(row) && type.Or(row, 0) != 0 && report.Wants(Code))
            {
                report.Add(Code, table, row, "stop_access", "Only stops and platforms have stop_access. Remove it.",
                    Detail("stopId", table.Column("stop_id").Text(row)),
                    Detail("stopName", table.Column("stop_name").Text(row)),
                    Detail("locationType", type[row]));
            }
        }
    }
}
