using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Feeds;

/// <summary>
/// Two agencies have different time zones (inconsistent_agency_timezone, ERROR). All times of a feed are in one zone.
/// Correct it, or split the feed.
/// <see href="https://gtfs.org/documentation/schedule/reference/#agencytxt"/>
/// </summary>
internal sealed class AgencyTimeZones() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("inconsistent_agency_timezone", "Agencies of a feed have different time zones.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var zone = feed.Agency.Text("agency_timezone");
        for (var row = 1; row < feed.Agency.Count; row++)
        {
            if (zone[row] >= 0 && zone[row] != zone[0] && report.Wants(Code))
            {
                report.Add(Code, feed.Agency, row, "agency_timezone", "All agencies of a feed share a time zone. Correct it, or split the feed.",
                    Detail("expected", zone.Text(0)), Detail("actual", zone.Text(row)));
            }
        }
    }
}
