using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Entities are told apart by their ids.</summary>
internal sealed class TH002EntityIdTwice() : RealtimeRule(
    "TH002",
    NoticeSeverity.Error,
    "Two entities of a feed have one id",
    "Give each entity an id of its own that it keeps",
    "message-feedentity")
{
    internal override void OnFeed(FeedContext feed)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (FeedEntity entity in feed.Message.Entity)
        {
            if (!seen.Add(entity.Id))
            {
                feed.Found(this, entity.Id, $"entity {entity.Id} comes twice");
            }
        }
    }
}
