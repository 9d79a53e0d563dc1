using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>With an assigned stop, stop_id is left out or the same.</summary>
internal sealed class TH043AssignedStopDiffers() : RealtimeRule(
    "TH043",
    NoticeSeverity.Error,
    "stop_id and assigned_stop_id differ",
    "Leave stop_id out",
    "message-stoptimeupdate")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        foreach (TripUpdate.Types.StopTimeUpdate stop in visit.Update.StopTimeUpdate)
        {
            if (stop.HasStopId && stop.StopTimeProperties is { HasAssignedStopId: true } properties && properties.AssignedStopId != stop.StopId)
            {
                feed.Found(this, visit.Entity.Id, $"{visit.Label} has stop_id {stop.StopId} and assigned_stop_id {properties.AssignedStopId}");
            }
        }
    }
}
