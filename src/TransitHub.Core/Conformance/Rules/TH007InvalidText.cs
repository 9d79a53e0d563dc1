using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Texts are UTF-8; others are read with replaced characters, so ids do not match.</summary>
internal sealed class TH007InvalidText() : RealtimeRule(
    "TH007",
    NoticeSeverity.Error,
    "A text is not UTF-8",
    "Encode texts as UTF-8",
    "message-feedmessage")
{
    internal override void OnFeed(FeedContext feed)
    {
        foreach (WireFinding finding in feed.Wire)
        {
            if (finding.Problem == WireProblem.InvalidText)
            {
                feed.Found(this, string.Empty, $"{finding.Field} holds a text that is not UTF-8");
            }
        }
    }
}
