using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Stations;

/// <summary>
/// An elevator ends at a place without a level (missing_level_id, ERROR). Riders cannot tell which button to press. Fill
/// in level_id.
/// <see href="https://gtfs.org/documentation/schedule/reference/#levelstxt"/>
/// </summary>
internal sealed class ElevatorLevels() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("missing_level_id", "An elevator ends at a place without a level.");

    private const int Elevator = 5;

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(StopTables.Pathways);
        var (mode, level) = (table.Int("pathway_mode"), feed.Stops.Text("level_id"));
        var reported = new HashSet<int>();
        foreach (var field in (string[])["from_stop_id", "to_stop_id"])
        {
            var stop = table.Text(field);
            for (var row = 0; row < table.Count; row++)
            {
                var stopRow = feed.StopIds.Row(stop[row]);
                if (mode[row] == Elevator && stopRow >= 0 && !level.Has(stopRow) && reported.Add(stopRow) && report.Wants(Code))
                {
                    report.Add(Code, feed.Stops, stopRow, "level_id", "An elevator stops there. Fill in level_id.",
                        Detail("stopId", feed.StopIds.Text(stopRow)), Detail("stopName", feed.Stops.Column("stop_name").Text(stopRow)));
                }
            }
        }
    }
}
