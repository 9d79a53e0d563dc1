using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Vehicles call at stops and platforms, not at stations, entrances or nodes.</summary>
internal sealed class E015NotAStop() : StopIdRule(
    "E015",
    NoticeSeverity.Error,
    "A referenced stop has location_type other than 0",
    "Name the platform or stop of the station",
    "message-stoptimeupdate")
{
    private protected override void OnStopId(FeedContext feed, FeedEntity entity, string stop)
    {
        if (feed.Schedule.Stops.TryFind(stop, out int index) && feed.Schedule.Stops.LocationType(index) != 0)
        {
            feed.Found(this, entity.Id, $"stop_id {stop} has location_type {feed.Schedule.Stops.LocationType(index)}");
        }
    }
}
