using TransitHub.Gtfs.Rules.Tables;
using TransitHub.Gtfs.Rules.Walks;

namespace TransitHub.Gtfs.Rules.Flex;

/// <summary>
/// A trip by arrangement has one row (missing_stop_times_record, ERROR). Riders need a place to get on and one to get
/// off, even if both are the same zone. Add the second row.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stop_timestxt"/>
/// </summary>
internal sealed class SingleRecord() : TripRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("missing_stop_times_record", "A trip by arrangement has one row only.");

    private GtfsTables feed = null!;

    public override bool Begin(GtfsTables feed)
    {
        this.feed = feed;
        return feed.StopTimes.HasColumn("start_pickup_drop_off_window") && feed.StopTimes.HasColumn("pickup_type") && feed.StopTimes.HasColumn("drop_off_type");
    }

    public override void Visit(TripVisit trip, RuleReport report)
    {
        var (times, row) = (this.feed.StopTimes, trip.Rows[0]);
        if (trip.Count == 1
            && times.Column("start_pickup_drop_off_window").Has(row) && times.Column("end_pickup_drop_off_window").Has(row)
            && times.Int("pickup_type")[row] == 2 && times.Int("drop_off_type")[row] == 2 && report.Wants(Code))
        {
            report.Add(Code, times, row, "trip_id", "The trip needs a second row, of the same or another place. Add it.",
                Detail("tripId", this.feed.TripIds.Domain.Text(trip.Trip)),
                Detail("locationGroupId", times.Column("location_group_id").Text(row)), Detail("locationId", times.Column("location_id").Text(row)));
        }
    }
}
