using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A new stop has an id that stops.txt does not have.</summary>
internal sealed class TH103StopInGtfs() : RealtimeRule(
    "TH103",
    NoticeSeverity.Error,
    "A Stop takes an id of the GTFS",
    "Use another stop_id",
    "message-stop")
{
    internal override void OnEntity(FeedContext feed, FeedEntity entity)
    {
        if (entity.Stop is { } stop && feed.Schedule.Stops.TryFind(stop.StopId, out _))
        {
            feed.Found(this, entity.Id, $"stop_id {stop.StopId} is in stops.txt");
        }
    }
}
