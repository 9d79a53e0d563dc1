using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A full dataset leaves out what is gone.</summary>
internal sealed class E039DeletedInFullDataset() : RealtimeRule(
    "E039",
    NoticeSeverity.Error,
    "A FULL_DATASET feed has is_deleted",
    "Leave the entity out instead",
    "message-feedentity")
{
    internal override void OnEntity(FeedContext feed, FeedEntity entity)
    {
        if (entity.HasIsDeleted && feed.Header.Incrementality == FeedHeader.Types.Incrementality.FullDataset)
        {
            feed.Found(this, entity.Id, $"entity {entity.Id} has is_deleted");
        }
    }
}
