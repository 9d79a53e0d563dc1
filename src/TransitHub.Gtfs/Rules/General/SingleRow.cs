using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.General;

/// <summary>
/// feed_info.txt has more than one row (more_than_one_entity, WARNING). It describes the feed as a whole; consumers take
/// any of them. Keep one.
/// <see href="https://gtfs.org/documentation/schedule/reference/#feed_infotxt"/>
/// </summary>
internal sealed class SingleRow() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Warning("more_than_one_entity", "A file that must have one row has more.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        foreach (var table in feed.All)
        {
            if (table.Schema.IsSingleRow && table.Count > 1 && report.Wants(Code))
            {
                report.Add(Code, table.File, "The file describes the feed as a whole and may have one row. Keep one.", Detail("entityCount", table.Count));
            }
        }
    }
}
