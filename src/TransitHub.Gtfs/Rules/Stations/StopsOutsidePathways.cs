using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Stations;

/// <summary>
/// A pathway ends at a stop that is not reached by pathways (pathway_to_stop_with_access_outside_of_station_pathways,
/// ERROR): its stop_access is 1. Remove the pathway, or correct stop_access.
/// <see href="https://gtfs.org/documentation/schedule/reference/#pathwaystxt"/>
/// </summary>
internal sealed class StopsOutsidePathways() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("pathway_to_stop_with_access_outside_of_station_pathways", "A pathway ends at a stop that is not reached by pathways.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var (table, access) = (feed.Of(StopTables.Pathways), feed.Stops.Int("stop_access"));
        if (!access.IsPresent)
        {
            return;
        }

        foreach (var field in (string[])["from_stop_id", "to_stop_id"])
        {
            var stop = table.Text(field);
            for (var row = 0; row < table.Count; row++)
            {
                if (access[feed.StopIds.Row(stop[row])] == 1 && report.Wants(Code))
                {
                    report.Add(Code, table, row, field, "The stop is reached from the street (stop_access 1). Remove the pathway, or correct stop_access.",
                        Detail("pathwayId", table.Column("pathway_id").Text(row)), Detail("stopId", stop.Text(row)));
                }
            }
        }
    }
}
