using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Fares;

/// <summary>
/// A time of a timeframe lies after 24:00:00 (timeframe_start_or_end_time_greater_than_twenty_four_hours, ERROR).
/// Timeframes are of the clock, not of the service day. Split the timeframe at midnight.
/// <see href="https://gtfs.org/documentation/schedule/reference/#timeframestxt"/>
/// </summary>
internal sealed class TimeframeBeyondMidnight() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("timeframe_start_or_end_time_greater_than_twenty_four_hours", "A time of a timeframe lies after 24:00:00.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(FareTables.Timeframes);
        var start = table.Int("start_time");
        var end = table.Int("end_time");
        for (var row = 0; row < table.Count; row++)
        {
            if ((start[row] > 86400 || end[row] > 86400) && report.Wants(Code))
            {
                report.Add(Code, table, row, null, "Times of timeframes end at 24:00:00. Split the timeframe at midnight.",
                    Detail("fieldName", start[row] > 86400 ? "start_time" : "end_time"),
                    Detail("time", start[row] > 86400 ? start.Text(row) : end.Text(row)));
            }
        }
    }
}
