using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.General;

/// <summary>
/// A file that other files make necessary is not there (missing_required_file, ERROR): stops.txt without
/// locations.geojson, feed_info.txt with translations.txt. One that should be there is not (missing_recommended_file,
/// WARNING): feed_info.txt, and shapes.txt unless the service has no fixed way. Add the file.
/// <see href="https://gtfs.org/documentation/schedule/reference/#dataset-files"/>
/// </summary>
internal sealed class NeededFiles() : FeedRule(Required, Recommended)
{
    private static readonly RuleCode Required = RuleCode.Error("missing_required_file", "A required file is not there.");
    private static readonly RuleCode Recommended = RuleCode.Warning("missing_recommended_file", "A recommended file is not there.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        if (feed.Stops.IsMissing && feed.Locations.IsMissing)
        {
            Add(Required, "stops.txt", report);
        }

        if (feed.FeedInfo.IsMissing)
        {
            Add(feed.Of(OtherTables.Translations).IsMissing ? Recommended : Required, "feed_info.txt", report);
        }

        if (feed.Shapes.Count == 0 && !HasOnlyZones(feed))
        {
            Add(Recommended, "shapes.txt", report);
        }
    }

    /// <summary>Whether a trip serves zones or location groups alone.</summary>
    private static bool HasOnlyZones(GtfsTables feed)
    {
        var (group, zone) = (feed.StopTimes.Text("location_group_id"), feed.StopTimes.Text("location_id"));
        if (!group.IsPresent && !zone.IsPresent)
        {
            return false;
        }

        for (var trip = 0; trip < feed.TimesByTrip.Count; trip++)
        {
            var rows = feed.TimesByTrip.Of(trip);
            var zones = 0;
            foreach (var row in rows)
            {
                zones += group.Has(row) || zone.Has(row) ? 1 : 0;
            }

            if (zones > 0 && zones == rows.Length)
            {
                return true;
            }
        }

        return false;
    }

    private static void Add(RuleCode code, string file, RuleReport report)
    {
        if (report.Wants(code))
        {
            report.Add(code, file, $"The feed has no {file}. Add it.");
        }
    }
}
