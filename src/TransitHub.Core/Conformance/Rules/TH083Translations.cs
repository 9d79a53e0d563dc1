using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Of several translations each has a language of its own.</summary>
internal sealed class TH083Translations() : RealtimeRule(
    "TH083",
    NoticeSeverity.Error,
    "Translations have no language, or one twice",
    "Set language on each translation, each once",
    "message-translatedstring")
{
    internal override void OnAlert(FeedContext feed, FeedEntity entity, Alert alert)
    {
        foreach ((string field, TranslatedString text) in Labels.Texts(alert))
        {
            if (text.Translation.Count > 1 && (text.Translation.Any(static one => one.Language.Length == 0)
                || text.Translation.Select(static one => one.Language).Distinct(StringComparer.OrdinalIgnoreCase).Count() < text.Translation.Count))
            {
                feed.Found(this, entity.Id, $"alert {entity.Id} {field} has translations without language or with one twice");
            }
        }
    }
}
