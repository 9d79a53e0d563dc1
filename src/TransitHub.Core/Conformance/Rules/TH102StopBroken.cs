using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A new stop has an id, a name and a place.</summary>
internal sealed class TH102StopBroken() : RealtimeRule(
    "TH102",
    NoticeSeverity.Error,
    "A Stop has no id, name or place",
    "Set stop_id, stop_name, stop_lat and stop_lon",
    "message-stop")
{
    internal override void OnEntity(FeedContext feed, FeedEntity entity)
    {
        if (entity.Stop is { } stop && (stop.StopId.Length == 0 || stop.StopName is not { Translation.Count: > 0 } || !stop.HasStopLat || !stop.HasStopLon
            || !(stop.StopLat is >= -90 and <= 90) || !(stop.StopLon is >= -180 and <= 180)))
        {
            feed.Found(this, entity.Id, $"stop {stop.StopId} has no id, name or place");
        }
    }
}
