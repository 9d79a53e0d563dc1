using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Feeds;

/// <summary>
/// The feed ends within thirty days (feed_expiration_date30_days, WARNING). Plans a month ahead are not possible. Publish
/// the next version in time.
/// <see href="https://gtfs.org/documentation/schedule/reference/#dataset-publishing-general-practices"/>
/// </summary>
internal sealed class FeedExpiresInThirtyDays() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Warning("feed_expiration_date30_days", "The feed ends within thirty days.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(OtherTables.FeedInfo);
        var end = table.Int("feed_end_date");
        for (var row = 0; row < table.Count; row++)
        {
            if (end.Has(row) && end[row] >= feed.Options.Today.DayNumber + 7 && end[row] < feed.Options.Today.DayNumber + 30 && report.Wants(Code))
            {
                report.Add(Code, table, row, "feed_end_date", "The feed ends within thirty days; prepare the next version.",
                    Detail("currentDate", feed.Options.Today.ToString()),
                    Detail("suggestedExpirationDate", feed.Options.Today.AddDays(30).ToString()));
            }
        }
    }
}
