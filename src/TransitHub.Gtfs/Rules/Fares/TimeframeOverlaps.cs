using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Fares;

/// <summary>
/// Two timeframes of a group and a service overlap (timeframe_overlap, ERROR). It is not known which fare counts. Let one
/// end where the next begins.
/// <see href="https://gtfs.org/documentation/schedule/reference/#timeframestxt"/>
/// </summary>
internal sealed class TimeframeOverlaps() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("timeframe_overlap", "Two timeframes of a group and a service overlap.");

    private const int DaySeconds = 86400;

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(FareTables.Timeframes);
        var (group, service, start, end) = (table.Text("timeframe_group_id"), table.Text("service_id"), table.Int("start_time"), table.Int("end_time"));
        foreach (var rows in Enumerable.Range(0, table.Count).GroupBy(row => (group[row], service[row])))
        {
            int[] sorted = [.. rows.OrderBy(row => start.Or(row, 0)).ThenBy(row => end.Or(row, DaySeconds))];
            for (var at = 1; at < sorted.Length; at++)
            {
                var (before, row) = (sorted[at - 1], sorted[at]);
                if (start.Or(row, 0) < end.Or(before, DaySeconds) && report.Wants(Code))
                {
                    report.Add(Code, table, row, "start_time", $"The timeframe of line {table.Line(before)} ends later. Let it end where this one begins.",
                        Detail("prevCsvRowNumber", table.Line(before)), Detail("prevEndTime", end.Text(before)),
                        Detail("currCsvRowNumber", table.Line(row)), Detail("currStartTime", start.Text(row)),
                        Detail("timeframeGroupId", group.Text(row)), Detail("serviceId", service.Text(row)));
                }
            }
        }
    }
}
