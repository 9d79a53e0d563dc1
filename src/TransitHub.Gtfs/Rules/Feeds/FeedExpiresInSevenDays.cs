using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Feeds;

/// <summary>
/// The feed ends within seven days (feed_expiration_date7_days, WARNING). Riders would find no trips a week ahead.
/// Publish the next version in time.
/// <see href="https://gtfs.org/documentation/schedule/reference/#dataset-publishing-general-practices"/>
/// </summary>
internal sealed class FeedExpiresInSevenDays() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Warning("feed_expiration_date7_days", "The feed ends within seven days.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(OtherTables.FeedInfo);
        var end = table.Int("feed_end_date");
        for (var row = 0; row < table.Count; row++)
        {
            if (end.Has(row) && end[row] < feed.Options.Today.DayNumber + 7 && report.Wants(Code))
            {
                report.Add(Code, table, row, "feed_end_date", "The feed has ended or ends within seven days; publish the next version.",
                    Detail("currentDate", feed.Options.Today.ToString()),
                    Detail("suggestedExpirationDate", feed.Options.Today.AddDays(7).ToString()));
            }
        }
    }
}
