using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>schedule_relationship is said, not left to be guessed.</summary>
internal sealed class W009NoRelationship() : RealtimeRule(
    "W009",
    NoticeSeverity.Warning,
    "schedule_relationship is missing",
    "Set it for each trip and each stop time",
    "message-tripdescriptor")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        int looked = feed.Moment.IsExact && feed.Findings.CountOf(this.Code) > 0 ? 1 : int.MaxValue;
        foreach (TripUpdate.Types.StopTimeUpdate stop in visit.Update.StopTimeUpdate.Take(looked))
        {
            if (!stop.HasScheduleRelationship)
            {
                feed.Found(this, visit.Entity.Id, $"{visit.Label} {Labels.Stop(stop)} has no schedule_relationship, and maybe others of the trip");
                return;
            }
        }
    }

    internal override void OnTrip(FeedContext feed, TripUse use)
    {
        if (!use.Trip.HasScheduleRelationship)
        {
            feed.Found(this, use.Trip.ModifiedTrip is null ? null : RealtimeDeviation.ModifiedTripById, use.Entity.Id, $"{use.Label} has no schedule_relationship");
        }
    }
}
