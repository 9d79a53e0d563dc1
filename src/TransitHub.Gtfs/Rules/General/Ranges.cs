using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.General;

/// <summary>
/// The end of a span lies before its start (start_and_end_range_out_of_order, ERROR) or at it where it must not
/// (start_and_end_range_equal, ERROR). Nothing runs within such a span. Swap or correct the ends.
/// <see href="https://gtfs.org/documentation/schedule/reference/#field-types"/>
/// </summary>
internal sealed class Ranges() : FeedRule(OutOfOrder, Equal)
{
    private static readonly RuleCode OutOfOrder = RuleCode.Error("start_and_end_range_out_of_order", "A span ends before it starts.");
    private static readonly RuleCode Equal = RuleCode.Error("start_and_end_range_equal", "A span ends when it starts.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        Check(feed.Calendar, "start_date", "end_date", true, report);
        Check(feed.FeedInfo, "feed_start_date", "feed_end_date", true, report);
        Check(feed.StopTimes, "arrival_time", "departure_time", true, report);
        Check(feed.Frequencies, "start_time", "end_time", false, report);
        Check(feed.Of(FareTables.Timeframes), "start_time", "end_time", false, report);
    }

    private static void Check(GtfsTable table, string startField, string endField, bool mayBeEqual, RuleReport report)
    {
        var (start, end) = (table.Int(startField), table.Int(endField));
        if (!start.IsPresent || !end.IsPresent)
        {
            return;
        }

        for (var row = 0; row < table.Count; row++)
        {
            var (first, last) = (start[row], end[row]);
            if (first == IntColumn.Absent || last == IntColumn.Absent || last > first || (last == first && mayBeEqual))
            {
                continue;
            }

            var code = last < first ? OutOfOrder : Equal;
            if (report.Wants(code))
            {
                report.Add(code, table, row, endField, $"{endField} must come after {startField}. Correct one of them.",
                    Detail("startFieldName", startField), Detail("startValue", start.Text(row)),
                    Detail("endFieldName", endField), Detail("endValue", end.Text(row)));
            }
        }
    }
}
