using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>What is spoken is also written.</summary>
internal sealed class TH087SpeechWithoutText() : RealtimeRule(
    "TH087",
    NoticeSeverity.Warning,
    "A text for speech has no text",
    "Set header_text or description_text as well",
    "message-alert")
{
    internal override void OnAlert(FeedContext feed, FeedEntity entity, Alert alert)
    {
        if ((alert.TtsHeaderText is not null && alert.HeaderText is null) || (alert.TtsDescriptionText is not null && alert.DescriptionText is null))
        {
            feed.Found(this, entity.Id, $"alert {entity.Id} has a text for speech only");
        }
    }
}
