using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Half of the entities of a feed do not end within two minutes: consumers take it for a fault.</summary>
internal sealed class TH011EntitiesCollapsed() : RealtimeRule(
    "TH011",
    NoticeSeverity.Warning,
    "The number of entities collapsed",
    "Look what was lost; keep the last known state while a source is down",
    "message-feedentity")
{
    private const int FewEntities = 20;

    internal override void OnFeed(FeedContext feed)
    {
        if (feed.Previous is { Entity.Count: >= FewEntities } before && feed.Message.Entity.Count * 2 < before.Entity.Count
            && feed.HeaderTimestamp - unchecked((long)(before.Header?.Timestamp ?? 0)) is >= 0 and <= 120)
        {
            feed.Found(this, string.Empty, $"{feed.Message.Entity.Count} entities, {before.Entity.Count} in the message before");
        }
    }
}
