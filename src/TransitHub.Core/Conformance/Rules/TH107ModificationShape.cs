using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Modified trips have a shape that is known.</summary>
internal sealed class TH107ModificationShape() : RealtimeRule(
    "TH107",
    NoticeSeverity.Error,
    "selected_trips.shape_id is missing or unknown",
    "Send the Shape in the same feed, or a shape_id of shapes.txt",
    "message-selectedtrips")
{
    internal override void OnEntity(FeedContext feed, FeedEntity entity)
    {
        foreach (TripModifications.Types.SelectedTrips selected in entity.TripModifications?.SelectedTrips ?? [])
        {
            if (!feed.HasShape(selected.ShapeId))
            {
                feed.Found(this, entity.Id, $"entity {entity.Id} has shape_id '{selected.ShapeId}', which is nowhere");
            }
        }
    }
}
