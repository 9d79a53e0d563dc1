using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Feeds;

/// <summary>
/// feed_info.txt names neither a mail address nor a page for technical contact (missing_feed_contact_email_and_url,
/// WARNING). Whoever finds a fault cannot tell the publisher. Fill in feed_contact_email or feed_contact_url.
/// <see href="https://gtfs.org/documentation/schedule/reference/#feed_infotxt"/>
/// </summary>
internal sealed class MissingFeedContact() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Warning("missing_feed_contact_email_and_url", "feed_info.txt names neither a mail address nor a page for technical contact.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(OtherTables.FeedInfo);
        var email = table.Text("feed_contact_email");
        var url = table.Text("feed_contact_url");
        for (var row = 0; row < table.Count; row++)
        {
            if (!email.Has(row) && !url.Has(row) && report.Wants(Code))
            {
                report.Add(Code, table, row, null, "Fill in feed_contact_email or feed_contact_url.");
            }
        }
    }
}
