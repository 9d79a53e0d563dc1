using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Feeds;

/// <summary>
/// Two agencies have different languages (inconsistent_agency_lang, WARNING). Texts of a feed are in one language unless
/// feed_lang is mul. Correct it.
/// <see href="https://gtfs.org/documentation/schedule/reference/#agencytxt"/>
/// </summary>
internal sealed class AgencyLanguages() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Warning("inconsistent_agency_lang", "Agencies of a feed have different languages.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var language = feed.Agency.Text("agency_lang");
        var common = -1;
        for (var row = 0; row < feed.Agency.Count; row++)
        {
            if (common < 0)
            {
                common = language.Has(row) ? row : -1;
            }
            else if (language.Has(row) && !string.Equals(language.Text(row), language.Text(common), StringComparison.OrdinalIgnoreCase) && report.Wants(Code))
            {
                report.Add(Code, feed.Agency, row, "agency_lang", "All agencies of a feed should share a language. Correct it.",
                    Detail("expected", language.Text(common)), Detail("actual", language.Text(row)));
            }
        }
    }
}
