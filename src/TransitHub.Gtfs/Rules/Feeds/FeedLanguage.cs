using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Feeds;

/// <summary>
/// The language of an agency is not that of the feed (feed_info_lang_and_agency_lang_mismatch, WARNING). Consumers take
/// texts for the wrong language. Correct one, or set feed_lang to mul.
/// <see href="https://gtfs.org/documentation/schedule/reference/#feed_infotxt"/>
/// </summary>
internal sealed class FeedLanguage() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Warning("feed_info_lang_and_agency_lang_mismatch", "The language of an agency is not that of the feed.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var feedLanguage = feed.FeedInfo.Text("feed_lang").Text(0);
        if (feedLanguage.Length == 0 || string.Equals(feedLanguage, "mul", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        var language = feed.Agency.Text("agency_lang");
        for (var row = 0; row < feed.Agency.Count; row++)
        {
            if (language.Has(row) && !string.Equals(language.Text(row), feedLanguage, StringComparison.OrdinalIgnoreCase) && report.Wants(Code))
            {
                report.Add(Code, feed.Agency, row, "agency_lang", "agency_lang and feed_lang differ. Correct one, or set feed_lang to mul.",
                    Detail("agencyId", feed.Agency.Text("agency_id").Text(row)), Detail("agencyName", feed.Agency.Text("agency_name").Text(row)),
                    Detail("agencyLang", language.Text(row)), Detail("feedLang", feedLanguage));
            }
        }
    }
}
