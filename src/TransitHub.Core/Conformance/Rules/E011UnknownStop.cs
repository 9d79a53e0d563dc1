using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A stop_id that the GTFS does not have.</summary>
internal sealed class E011UnknownStop() : StopIdRule(
    "E011",
    NoticeSeverity.Error,
    "stop_id is not in the GTFS",
    "Send the stop_id of stops.txt of the feed_version in use",
    "message-stoptimeupdate")
{
    internal override void OnAlert(FeedContext feed, FeedEntity entity, Alert alert)
    {
        foreach (EntitySelector selector in alert.InformedEntity)
        {
            if (selector.HasStopId)
            {
                this.OnStopId(feed, entity, selector.StopId);
            }
        }
    }

    private protected override void OnStopId(FeedContext feed, FeedEntity entity, string stop)
    {
        if (!feed.Schedule.Stops.TryFind(stop, out _))
        {
            feed.Found(
                this, feed.Moment.StopIds.Contains(stop) ? RealtimeDeviation.AddedByRealtime : null, entity.Id, $"entity {entity.Id} has stop_id {stop}, which is not in stops.txt");
        }
    }
}
