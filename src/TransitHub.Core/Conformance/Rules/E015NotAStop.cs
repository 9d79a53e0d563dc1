using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Vehicles call at stops and platforms, not at stations, entrances or nodes.</summary>
internal sealed class E015NotAStop() : RealtimeRule(
    "E015",
    NoticeSeverity.Error,
    "A referenced stop has location_type other than 0",
    "Name the platform or stop of the station",
    "message-stoptimeupdate")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        foreach (TripUpdate.Types.StopTimeUpdate stop in visit.Update.StopTimeUpdate)
        {
            if (stop.HasStopId)
            {
                this.Check(feed, visit.Entity, stop.StopId);
            }
        }
    }

    internal override void OnVehicle(FeedContext feed, FeedEntity entity, VehiclePosition vehicle)
    {
        if (vehicle.HasStopId)
        {
            this.Check(feed, entity, vehicle.StopId);
        }
    }

    private void Check(FeedContext feed, FeedEntity entity, string stop)
    {
        if (feed.Schedule.Stops.TryFind(stop, out int index) && feed.Schedule.Stops.LocationType(index) != 0)
        {
            feed.Found(this, entity.Id, $"stop_id {stop} has location_type {feed.Schedule.Stops.LocationType(index)}");
        }
    }
}
