using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A shape has an id and a line of at least two points.</summary>
internal sealed class TH100ShapeBroken() : RealtimeRule(
    "TH100",
    NoticeSeverity.Error,
    "A Shape has no id or no line",
    "Send shape_id and an encoded polyline of the whole way",
    "message-shape")
{
    internal override void OnEntity(FeedContext feed, FeedEntity entity)
    {
        if (entity.Shape is { } shape && (shape.ShapeId.Length == 0 || PolylineText.CountPoints(shape.EncodedPolyline) < 2))
        {
            feed.Found(this, entity.Id, $"shape {shape.ShapeId} has no id, or no polyline of two points on earth");
        }
    }
}
