using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Stops;

/// <summary>
/// The parent of a location is of the wrong kind (wrong_parent_location_type, ERROR): stops, entrances and nodes belong
/// to stations, boarding areas to platforms. A station has no stop (unused_station, INFO). Correct parent_station or
/// location_type.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stopstxt"/>
/// </summary>
internal sealed class ParentStations() : FeedRule(Wrong, Unused)
{
    private static readonly RuleCode Wrong = RuleCode.Error("wrong_parent_location_type", "The parent of a location is of the wrong kind.");
    private static readonly RuleCode Unused = RuleCode.Info("unused_station", "A station has no stop.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var (type, parent) = (feed.Stops.Int("location_type"), feed.Stops.Text("parent_station"));
        var used = new HashSet<int>();
        for (var row = 0; row < feed.Stops.Count; row++)
        {
            var parentRow = feed.StopIds.Row(parent[row]);
            if (type.Or(row, 0) == 1 || parentRow < 0)
            {
                continue;
            }

            if (type.Or(row, 0) == 0)
            {
                used.Add(parentRow);
            }

            CheckParent(feed, row, parentRow, type, report);
        }

        for (var row = 0; row < feed.Stops.Count; row++)
        {
            if (type[row] == 1 && !used.Contains(row) && report.Wants(Unused))
            {
                report.Add(Unused, feed.Stops, row, "stop_id", "No stop names the station as its parent. Remove it, or name it there.",
                    Detail("stopId", feed.StopIds.Text(row)), Detail("stopName", feed.Stops.Column("stop_name").Text(row)));
            }
        }
    }

    private static void CheckParent(GtfsTables feed, int row, int parentRow, IntColumn type, RuleReport report)
    {
        var expected = type.Or(row, 0) == 4 ? 0 : 1;
        if (type.Or(parentRow, 0) != expected && report.Wants(Wrong))
        {
            report.Add(Wrong, feed.Stops, row, "parent_station", $"The parent must have location_type {expected}. Correct parent_station or location_type.",
                Detail("stopId", feed.StopIds.Text(row)), Detail("stopName", feed.Stops.Column("stop_name").Text(row)),
                Detail("locationType", type.Or(row, 0)), Detail("parentCsvRowNumber", feed.Stops.Line(parentRow)),
                Detail("parentStation", feed.StopIds.Text(parentRow)), Detail("parentLocationType", type.Or(parentRow, 0)),
                Detail("expectedLocationType", expected));
        }
    }
}
