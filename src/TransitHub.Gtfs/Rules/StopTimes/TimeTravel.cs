using TransitHub.Gtfs.Rules.Tables;
using TransitHub.Gtfs.Rules.Walks;

namespace TransitHub.Gtfs.Rules.StopTimes;

/// <summary>
/// A vehicle arrives at a stop before it left the one before (stop_time_with_arrival_before_previous_departure_time,
/// ERROR). Correct the times, or stop_sequence; after midnight hours go on past 24.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stop_timestxt"/>
/// </summary>
internal sealed class TimeTravel() : TripRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("stop_time_with_arrival_before_previous_departure_time", "A vehicle arrives before it left the stop before.");

    private GtfsTables feed = null!;

    public override bool Begin(GtfsTables feed)
    {
        this.feed = feed;
        return true;
    }

    public override void Visit(TripVisit trip, RuleReport report)
    {
        var last = -1;
        for (var at = 0; at < trip.Count; at++)
        {
            if (last >= 0 && trip.Arrivals[at] >= 0 && trip.Arrivals[at] < trip.Departures[last] && report.Wants(Code))
            {
                var (times, row, before) = (this.feed.StopTimes, trip.Rows[at], trip.Rows[last]);
                report.Add(Code, times, row, "arrival_time", $"Line {times.Line(before)} leaves the stop before at {times.Column("departure_time").Text(before)}. Correct the times.",
                    Detail("prevCsvRowNumber", times.Line(before)), Detail("tripId", this.feed.TripIds.Domain.Text(trip.Trip)),
                    Detail("arrivalTime", times.Column("arrival_time").Text(row)), Detail("departureTime", times.Column("departure_time").Text(before)));
            }

            last = trip.Departures[at] >= 0 ? at : last;
        }
    }
}
