using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Trips;

/// <summary>
/// Two periods of frequencies of a trip overlap (overlapping_frequency, ERROR). It is not known which headway counts. Let
/// one end where the next begins.
/// <see href="https://gtfs.org/documentation/schedule/reference/#frequenciestxt"/>
/// </summary>
internal sealed class FrequencyOverlaps() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("overlapping_frequency", "Two periods of frequencies of a trip overlap.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Frequencies;
        if (table.Count == 0)
        {
            return;
        }

        var (start, end, groups) = (table.Int("start_time"), table.Int("end_time"), feed.Group(table, "trip_id"));
        for (var trip = 0; trip < groups.Count; trip++)
        {
            int[] rows = groups.CountOf(trip) > 1 ? groups.Of(trip).ToArray() : [];
            Array.Sort(rows, (left, right) => (start[left], end[left], left).CompareTo((start[right], end[right], right)));
            for (var at = 1; at < rows.Length; at++)
            {
                if (start.Has(rows[at]) && end.Has(rows[at - 1]) && start[rows[at]] < end[rows[at - 1]] && report.Wants(Code))
                {
                    report.Add(Code, table, rows[at], "start_time", $"The period of line {table.Line(rows[at - 1])} ends later. Let it end where this one begins.",
                        Detail("prevCsvRowNumber", table.Line(rows[at - 1])), Detail("prevEndTime", end.Text(rows[at - 1])),
                        Detail("currCsvRowNumber", table.Line(rows[at])), Detail("currStartTime", start.Text(rows[at])),
                        Detail("tripId", table.Column("trip_id").Text(rows[at])));
                }
            }
        }
    }
}
