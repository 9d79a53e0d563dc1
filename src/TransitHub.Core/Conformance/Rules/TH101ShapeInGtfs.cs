using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A Shape has an id that shapes.txt does not have.</summary>
internal sealed class TH101ShapeInGtfs() : RealtimeRule(
    "TH101",
    NoticeSeverity.Error,
    "A Shape takes an id of the GTFS",
    "Use another shape_id",
    "message-shape")
{
    internal override void OnEntity(FeedContext feed, FeedEntity entity)
    {
        if (entity.Shape is { } shape && feed.Schedule.Shapes.TryFind(shape.ShapeId, out _))
        {
            feed.Found(this, entity.Id, $"shape_id {shape.ShapeId} is in shapes.txt");
        }
    }
}
