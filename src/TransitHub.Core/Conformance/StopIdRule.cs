using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance;

/// <summary>A rule about each stop_id that a stop time update or a vehicle names.</summary>
/// <inheritdoc/>
public abstract class StopIdRule(string code, NoticeSeverity severity, string title, string remedy, string anchor) : RealtimeRule(code, severity, title, remedy, anchor)
{
    /// <summary>Looks at one.</summary>
    private protected abstract void OnStopId(FeedContext feed, FeedEntity entity, string stop);

    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        foreach (TripUpdate.Types.StopTimeUpdate stop in visit.Update.StopTimeUpdate)
        {
            if (stop.HasStopId)
            {
                this.OnStopId(feed, visit.Entity, stop.StopId);
            }
        }
    }

    internal override void OnVehicle(FeedContext feed, FeedEntity entity, VehiclePosition vehicle)
    {
        if (vehicle.HasStopId)
        {
            this.OnStopId(feed, entity, vehicle.StopId);
        }
    }
}
