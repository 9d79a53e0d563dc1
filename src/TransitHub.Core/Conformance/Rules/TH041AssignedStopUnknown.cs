using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A platform is assigned to a stop_sequence and is in stops.txt.</summary>
internal sealed class TH041AssignedStopUnknown() : RealtimeRule(
    "TH041",
    NoticeSeverity.Error,
    "assigned_stop_id is unknown or has no stop_sequence",
    "Send a stop_id of stops.txt with location_type 0, and stop_sequence",
    "message-stoptimeproperties")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        foreach (TripUpdate.Types.StopTimeUpdate stop in visit.Update.StopTimeUpdate)
        {
            if (stop.StopTimeProperties is { HasAssignedStopId: true } properties
                && (!stop.HasStopSequence || !feed.Schedule.Stops.TryFind(properties.AssignedStopId, out int assigned) || feed.Schedule.Stops.LocationType(assigned) != 0))
            {
                feed.Found(this, visit.Entity.Id, $"{visit.Label} {Labels.Stop(stop)} is assigned to {properties.AssignedStopId}");
            }
        }
    }
}
