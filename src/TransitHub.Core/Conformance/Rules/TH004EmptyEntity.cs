using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>An entity holds something.</summary>
internal sealed class TH004EmptyEntity() : RealtimeRule(
    "TH004",
    NoticeSeverity.Error,
    "An entity holds nothing",
    "Leave the entity out",
    "message-feedentity")
{
    internal override void OnEntity(FeedContext feed, FeedEntity entity)
    {
        if (EntityKinds.Count(entity) == 0 && !entity.IsDeleted)
        {
            feed.Found(this, entity.Id, $"entity {entity.Id} holds nothing");
        }
    }
}
