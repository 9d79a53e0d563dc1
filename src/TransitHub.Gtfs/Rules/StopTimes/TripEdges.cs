using TransitHub.Gtfs.Rules.Tables;
using TransitHub.Gtfs.Rules.Walks;

namespace TransitHub.Gtfs.Rules.StopTimes;

/// <summary>
/// The first or last stop of a trip lacks a time (missing_trip_edge, ERROR). Times between are interpolated, but not
/// these. Fill in both times.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stop_timestxt"/>
/// </summary>
internal sealed class TripEdges() : TripRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("missing_trip_edge", "The first or last stop of a trip lacks a time.");

    private GtfsTables feed = null!;
    private IntColumn start = null!;
    private IntColumn end = null!;

    public override bool Begin(GtfsTables feed)
    {
        (this.feed, this.start, this.end) = (feed, feed.StopTimes.Int("start_pickup_drop_off_window"), feed.StopTimes.Int("end_pickup_drop_off_window"));
        return true;
    }

    public override void Visit(TripVisit trip, RuleReport report)
    {
        Check(trip, 0, report);
        Check(trip, trip.Count - 1, report);
    }

    private void Check(TripVisit trip, int at, RuleReport report)
    {
        if ((trip.Arrivals[at] >= 0 && trip.Departures[at] >= 0) || this.start.Has(trip.Rows[at]) || this.end.Has(trip.Rows[at]))
        {
            return;
        }

        foreach (var field in (string[])["arrival_time", "departure_time"])
        {
            if ((field == "arrival_time" ? trip.Arrivals[at] : trip.Departures[at]) < 0 && report.Wants(Code))
            {
                report.Add(Code, this.feed.StopTimes, trip.Rows[at], field, "The first and last stop of a trip need both times. Fill them in.",
                    Detail("stopSequence", this.feed.StopTimes.Column("stop_sequence").Text(trip.Rows[at])),
                    Detail("tripId", this.feed.TripIds.Domain.Text(trip.Trip)), Detail("specifiedField", field));
            }
        }
    }
}
