using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Nothing was measured more than a minute from now.</summary>
internal sealed class E050InTheFuture() : RealtimeRule(
    "E050",
    NoticeSeverity.Error,
    "A timestamp is in the future",
    "Set the clock of the device or server by NTP",
    "message-feedheader")
{
    internal override void OnFeed(FeedContext feed)
    {
        if (IsAhead(feed, feed.HeaderTimestamp))
        {
            feed.Found(this, string.Empty, $"header.timestamp {feed.HeaderTimestamp} is over 60 s after {feed.Moment.NowMs / 1000}");
        }
    }

    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit) => this.Check(feed, visit.Entity, visit.Update.Timestamp);

    internal override void OnVehicle(FeedContext feed, FeedEntity entity, VehiclePosition vehicle) => this.Check(feed, entity, vehicle.Timestamp);

    private static bool IsAhead(FeedContext feed, long timestamp) => Posix.IsValid(timestamp) && ((timestamp * 1000) - feed.Moment.NowMs) / 1000 > 60;

    private void Check(FeedContext feed, FeedEntity entity, ulong timestamp)
    {
        if (IsAhead(feed, unchecked((long)timestamp)))
        {
            feed.Found(this, entity.Id, $"entity {entity.Id} has timestamp {timestamp}, over 60 s after {feed.Moment.NowMs / 1000}");
        }
    }
}
