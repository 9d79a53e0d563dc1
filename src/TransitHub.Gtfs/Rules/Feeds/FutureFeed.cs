using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Feeds;

/// <summary>
/// The feed is not valid yet (future_feed, INFO). Consumers that take it now show nothing. Publish it from
/// feed_start_date on, or together with the current one.
/// <see href="https://gtfs.org/documentation/schedule/reference/#feed_infotxt"/>
/// </summary>
internal sealed class FutureFeed() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Info("future_feed", "The feed is not valid yet.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(OtherTables.FeedInfo);
        var start = table.Int("feed_start_date");
        for (var row = 0; row < table.Count; row++)
        {
            if (start.Has(row) && start[row] > feed.Options.Today.DayNumber && report.Wants(Code))
            {
                report.Add(Code, table, row, "feed_start_date", "The feed starts after today; publish the current service as well.",
                    Detail("currentDate", feed.Options.Today.ToString()));
            }
        }
    }
}
