using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A shape is in shapes.txt or a Shape entity.</summary>
internal sealed class TH032UnknownShape() : RealtimeRule(
    "TH032",
    NoticeSeverity.Error,
    "trip_properties.shape_id is unknown",
    "Send the Shape in the same feed, or a shape_id of shapes.txt",
    "message-tripproperties")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        if (visit.Update.TripProperties is { HasShapeId: true } properties && !feed.HasShape(properties.ShapeId))
        {
            feed.Found(this, visit.Entity.Id, $"{visit.Label} has shape_id {properties.ShapeId}, which is nowhere");
        }
    }
}
