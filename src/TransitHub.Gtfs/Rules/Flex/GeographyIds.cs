using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Flex;

/// <summary>
/// A stop, a location group and a zone share an id (duplicate_geography_id, ERROR). It is not known which is meant.
/// Rename one.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stop_timestxt"/>
/// </summary>
internal sealed class GeographyIds() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("duplicate_geography_id", "A stop, a location group and a zone share an id.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var groups = feed.Of(OtherTables.LocationGroups).Text("location_group_id");
        for (var group = 0; group < groups.Domain.Count; group++)
        {
            var id = groups.Domain.Text(group);
            if (groups.Row(group) >= 0)
            {
                var zone = feed.Locations.Zones.FirstOrDefault(zone => feed.StopTimes.Text("location_id").Domain.Text(zone.Id) == id);
                Check(feed, id, feed.Of(OtherTables.LocationGroups).Line(groups.Row(group)), zone, report);
            }
        }

        foreach (var zone in feed.Locations.Zones)
        {
            var id = feed.StopTimes.Text("location_id").Domain.Text(zone.Id);
            if (!groups.Domain.TryFind(id, out var group) || groups.Row(group) < 0)
            {
                Check(feed, id, null, zone, report);
            }
        }
    }

    private static void Check(GtfsTables feed, string id, long? groupLine, LocationsFile.Zone? zone, RuleReport report)
    {
        long? stopLine = feed.StopIds.Domain.TryFind(id, out var stop) && feed.StopIds.Row(stop) is >= 0 and var row ? feed.Stops.Line(row) : null;
        var uses = (stopLine is null ? 0 : 1) + (groupLine is null ? 0 : 1) + (zone is null ? 0 : 1);
        if (uses > 1 && report.Wants(Code))
        {
            report.Add(Code, feed.StopTimes.File, "Stops, location groups and zones share one space of ids. Rename one.",
                Detail("geographyId", id), Detail("csvRowNumberA", stopLine), Detail("csvRowNumberB", groupLine), Detail("featureIndex", zone?.Index));
        }
    }
}
