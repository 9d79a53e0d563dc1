using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Nothing in a feed was measured after the feed was made.</summary>
internal sealed class E012TimestampAfterHeader() : RealtimeRule(
    "E012",
    NoticeSeverity.Error,
    "An entity is newer than the header",
    "Write header.timestamp last, when all entities are in the feed",
    "message-feedheader")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit) => this.Check(feed, visit.Entity, visit.Update.Timestamp);

    internal override void OnVehicle(FeedContext feed, FeedEntity entity, VehiclePosition vehicle) => this.Check(feed, entity, vehicle.Timestamp);

    private void Check(FeedContext feed, FeedEntity entity, ulong timestamp)
    {
        if (feed.HeaderTimestamp != 0 && timestamp != 0 && unchecked((long)timestamp) > feed.HeaderTimestamp)
        {
            feed.Found(this, entity.Id, $"entity {entity.Id} has timestamp {timestamp}, later than the header's {feed.HeaderTimestamp}");
        }
    }
}
