using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.StopTimes;

/// <summary>
/// The rows of a trip do not stand together or in the order of stop_sequence (unsorted_stop_times, INFO). Readers then
/// need more memory and time. Sort the file by trip_id and stop_sequence.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stop_timestxt"/>
/// </summary>
internal sealed class UnsortedTimes() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Info("unsorted_stop_times", "The rows of a trip do not stand together in order.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var (trips, sequence) = (feed.StopTimes.Text("trip_id"), feed.StopTimes.Int("stop_sequence"));
        var lastRow = new int[trips.Domain.Count];
        var reported = new HashSet<int>();
        for (var row = 0; row < feed.StopTimes.Count; row++)
        {
            if (trips[row] is not (>= 0 and var trip))
            {
                continue;
            }

            var before = lastRow[trip] - 1;
            lastRow[trip] = row + 1;
            if (before >= 0 && (before != row - 1 || sequence[row] <= sequence[before]) && reported.Add(trip) && report.Wants(Code))
            {
                report.Add(Code, feed.StopTimes, row, "stop_sequence", "Sort the file by trip_id and stop_sequence.",
                    Detail("tripId", trips.Text(row)),
                    Detail("startCsvRowNumber", feed.StopTimes.Line(feed.TimesByTrip.Of(trip)[0])),
                    Detail("endCsvRowNumber", feed.StopTimes.Line(row)));
            }
        }
    }
}
