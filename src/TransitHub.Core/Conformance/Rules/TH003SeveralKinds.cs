using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Some consumers drop entities that hold a trip update and a vehicle.</summary>
internal sealed class TH003SeveralKinds() : RealtimeRule(
    "TH003",
    NoticeSeverity.Warning,
    "An entity holds several kinds",
    "Make one entity of each kind",
    "message-feedentity")
{
    internal override void OnEntity(FeedContext feed, FeedEntity entity)
    {
        if (EntityKinds.Count(entity) > 1)
        {
            feed.Found(this, entity.Id, $"entity {entity.Id} holds several kinds");
        }
    }
}
