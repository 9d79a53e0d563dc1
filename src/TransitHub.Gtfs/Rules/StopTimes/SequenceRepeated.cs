using TransitHub.Gtfs.Rules.Tables;
using TransitHub.Gtfs.Rules.Walks;

namespace TransitHub.Gtfs.Rules.StopTimes;

/// <summary>
/// Two rows of a trip have the same stop_sequence (duplicate_key, ERROR): their order is left to chance. Number them
/// anew.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stop_timestxt"/>
/// </summary>
internal sealed class SequenceRepeated() : TripRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("duplicate_key", "Two rows have the same key.");

    private GtfsTables feed = null!;
    private IntColumn sequence = null!;

    public override bool Begin(GtfsTables feed)
    {
        (this.feed, this.sequence) = (feed, feed.StopTimes.Int("stop_sequence"));
        return true;
    }

    public override void Visit(TripVisit trip, RuleReport report)
    {
        var last = IntColumn.Absent;
        for (var at = 0; at < trip.Count; at++)
        {
            var number = this.sequence[trip.Rows[at]];
            if (number == last && number != IntColumn.Absent && report.Wants(Code))
            {
                var times = this.feed.StopTimes;
                report.Add(Code, times, trip.Rows[at], "stop_sequence", $"Line {times.Line(trip.Rows[at - 1])} has the same trip_id and stop_sequence. Number the rows anew.",
                    Detail("oldCsvRowNumber", times.Line(trip.Rows[at - 1])), Detail("newCsvRowNumber", times.Line(trip.Rows[at])),
                    Detail("fieldName1", "trip_id"), Detail("fieldValue1", this.feed.TripIds.Domain.Text(trip.Trip)),
                    Detail("fieldName2", "stop_sequence"), Detail("fieldValue2", number));
            }

            last = number;
        }
    }
}
