using TransitHub.Gtfs.Rules.Tables;
using TransitHub.Gtfs.Rules.Walks;

namespace TransitHub.Gtfs.Rules.Flex;

/// <summary>
/// Two zones of a trip overlap while the windows of both are open (overlapping_zone_and_pickup_drop_off_window, ERROR).
/// It is not known which one counts at a place in both. Draw the zones, or set the windows, apart.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stop_timestxt"/>
/// </summary>
internal sealed class OverlappingZones() : TripRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("overlapping_zone_and_pickup_drop_off_window", "Two zones of a trip overlap while both windows are open.");

    private GtfsTables feed = null!;

    public override bool Begin(GtfsTables feed)
    {
        this.feed = feed;
        return feed.Locations.Zones.Count > 0 && feed.StopTimes.HasColumn("location_id");
    }

    public override void Visit(TripVisit trip, RuleReport report)
    {
        for (var left = 0; left < trip.Count; left++)
        {
            for (var right = left + 1; right < trip.Count; right++)
            {
                if (Overlap(trip.Rows[left], trip.Rows[right]) && report.Wants(Code))
                {
                    Add(trip.Rows[left], trip.Rows[right], report);
                }
            }
        }
    }

    private bool Overlap(int left, int right)
    {
        var (times, zones) = (this.feed.StopTimes, this.feed.StopTimes.Text("location_id"));
        var (start, end) = (times.Int("start_pickup_drop_off_window"), times.Int("end_pickup_drop_off_window"));
        var (pickup, dropOff) = (times.Int("pickup_type"), times.Int("drop_off_type"));
        return zones[left] >= 0 && zones[right] >= 0 && zones[left] != zones[right]
            && (pickup.Or(left, 0) == pickup.Or(right, 0) || dropOff.Or(left, 0) == dropOff.Or(right, 0))
            && start.Has(left) && end.Has(left) && start.Has(right) && end.Has(right)
            && start[left] < end[right] && start[right] < end[left]
            && this.feed.Locations.Find(zones[left]) is { } a && this.feed.Locations.Find(zones[right]) is { } b
            && ZoneRings.Overlap(a.Rings, b.Rings);
    }

    private void Add(int left, int right, RuleReport report)
    {
        var times = this.feed.StopTimes;
        report.Add(Code, times, right, "location_id", $"The zone overlaps that of line {times.Line(left)} while both windows are open. Set them apart.",
            Detail("tripId", times.Column("trip_id").Text(right)),
            Detail("stopSequence1", times.Column("stop_sequence").Text(left)), Detail("locationId1", times.Column("location_id").Text(left)),
            Detail("startPickupDropOffWindow1", times.Column("start_pickup_drop_off_window").Text(left)), Detail("endPickupDropOffWindow1", times.Column("end_pickup_drop_off_window").Text(left)),
            Detail("stopSequence2", times.Column("stop_sequence").Text(right)), Detail("locationId2", times.Column("location_id").Text(right)),
            Detail("startPickupDropOffWindow2", times.Column("start_pickup_drop_off_window").Text(right)), Detail("endPickupDropOffWindow2", times.Column("end_pickup_drop_off_window").Text(right)));
    }
}
