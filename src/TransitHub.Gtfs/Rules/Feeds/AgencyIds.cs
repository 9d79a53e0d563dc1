using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Feeds;

/// <summary>
/// A row of a feed with several agencies does not say which one is meant (missing_required_agency_id, ERROR); with one
/// agency it should all the same (missing_recommended_field, WARNING), so that the feed can be merged. Fill in agency_id.
/// <see href="https://gtfs.org/documentation/schedule/reference/#agencytxt"/>
/// </summary>
internal sealed class AgencyIds() : FeedRule(Required, Recommended)
{
    private static readonly RuleCode Required = RuleCode.Error("missing_required_agency_id", "A feed with several agencies does not name one of them.");
    private static readonly RuleCode Recommended = RuleCode.Warning("missing_recommended_field", "A recommended field is empty.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var code = feed.Agency.Count > 1 ? Required : Recommended;
        if (feed.Agency.Count == 0)
        {
            return;
        }

        foreach (var table in (GtfsTable[])[feed.Agency, feed.Routes, feed.Of(FareTables.FareAttributes)])
        {
            var agency = table.Text("agency_id");
            for (var row = 0; row < table.Count; row++)
            {
                if (!agency.Has(row) && report.Wants(code))
                {
                    report.Add(code, table, row, "agency_id", "Fill in agency_id: with several agencies it tells them apart, with one it makes merging possible.",
                        Detail("agencyName", table.FindColumn("agency_name")?.Text(row)));
                }
            }
        }
    }
}
