using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Feeds;

/// <summary>
/// feed_info.txt has one of feed_start_date and feed_end_date (missing_feed_info_date, WARNING). A period needs both
/// ends. Fill in the other one.
/// <see href="https://gtfs.org/documentation/schedule/reference/#feed_infotxt"/>
/// </summary>
internal sealed class MissingFeedDate() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Warning("missing_feed_info_date", "feed_info.txt has one of feed_start_date and feed_end_date.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(OtherTables.FeedInfo);
        var start = table.Int("feed_start_date");
        var end = table.Int("feed_end_date");
        for (var row = 0; row < table.Count; row++)
        {
            if (start.Has(row) != end.Has(row) && report.Wants(Code))
            {
                report.Add(Code, table, row, null, "Fill in both dates, or neither.",
                    Detail("fieldName", start.Has(row) ? "feed_end_date" : "feed_start_date"));
            }
        }
    }
}
