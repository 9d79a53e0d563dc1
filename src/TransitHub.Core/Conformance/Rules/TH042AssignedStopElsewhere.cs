using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Another platform is one of the same station.</summary>
internal sealed class TH042AssignedStopElsewhere() : RealtimeRule(
    "TH042",
    NoticeSeverity.Warning,
    "assigned_stop_id is not in the same station",
    "Use TripModifications for a stop elsewhere",
    "message-stoptimeproperties")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        for (int at = 0; at < visit.Walk.Examined; at++)
        {
            if (visit.Update.StopTimeUpdate[at] is { StopTimeProperties: { HasAssignedStopId: true } properties } stop && visit.Walk.Position(at) is >= 0 and int position
                && feed.Schedule.Stops.TryFind(properties.AssignedStopId, out int assigned)
                && feed.Schedule.Patterns.Stops(feed.Schedule.Trips.PatternIndex(visit.Index))[position] is int planned && planned != assigned
                && (feed.Schedule.Stops.ParentIndex(planned) < 0 || feed.Schedule.Stops.ParentIndex(planned) != feed.Schedule.Stops.ParentIndex(assigned)))
            {
                feed.Found(this, visit.Entity.Id, $"{visit.Label} {Labels.Stop(stop)} is assigned to {properties.AssignedStopId}, not of the same station");
            }
        }
    }
}
