using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A text that is there says something.</summary>
internal sealed class TH084EmptyText() : RealtimeRule(
    "TH084",
    NoticeSeverity.Warning,
    "A text is empty",
    "Write it, or leave the field out",
    "message-translatedstring")
{
    internal override void OnAlert(FeedContext feed, FeedEntity entity, Alert alert)
    {
        foreach ((string field, TranslatedString text) in Labels.Texts(alert))
        {
            if (text.Translation.Count == 0 || text.Translation.Any(static one => string.IsNullOrWhiteSpace(one.Text)))
            {
                feed.Found(this, entity.Id, $"alert {entity.Id} {field} is empty");
            }
        }
    }
}
