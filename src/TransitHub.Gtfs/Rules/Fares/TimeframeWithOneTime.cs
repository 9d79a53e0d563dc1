using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Fares;

/// <summary>
/// A timeframe has one of start_time and end_time (timeframe_only_start_or_end_time_specified, ERROR). A span needs both
/// ends. Fill in both, or neither.
/// <see href="https://gtfs.org/documentation/schedule/reference/#timeframestxt"/>
/// </summary>
internal sealed class TimeframeWithOneTime() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("timeframe_only_start_or_end_time_specified", "A timeframe has one of start_time and end_time.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(FareTables.Timeframes);
        var start = table.Int("start_time");
        var end = table.Int("end_time");
        for (var row = 0; row < table.Count; row++)
        {
            if (start.Has(row) != end.Has(row) && report.Wants(Code))
            {
                report.Add(Code, table, row, null, "Fill in both start_time and end_time, or neither.");
            }
        }
    }
}
