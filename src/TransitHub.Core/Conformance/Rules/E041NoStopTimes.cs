using TransitHub.Gtfs.Notices;
using TripRelation = TransitHub.Protocol.GtfsRealtime.TripDescriptor.Types.ScheduleRelationship;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A trip that runs has stop times.</summary>
internal sealed class E041NoStopTimes() : RealtimeRule(
    "E041",
    NoticeSeverity.Error,
    "A trip has no stop_time_update",
    "Send the stops to come, or CANCELED",
    "message-tripupdate")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        if (visit.Update.StopTimeUpdate.Count == 0 && !visit.Trip.Is(TripRelation.Canceled))
        {
            bool needsNone = visit.Trip.Is(TripRelation.Deleted) || visit.Trip.Is(TripRelation.Duplicated) || visit.Trip.ModifiedTrip is not null;
            feed.Found(this, needsNone ? RealtimeDeviation.NeedsNoStops : null, visit.Entity.Id, $"{visit.Label} has no stop_time_update");
        }
    }
}
