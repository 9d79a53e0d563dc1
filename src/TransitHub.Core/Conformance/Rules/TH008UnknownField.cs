using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Fields that the specification does not have mean nothing to others; extensions have ranges of their own.</summary>
internal sealed class TH008UnknownField() : RealtimeRule(
    "TH008",
    NoticeSeverity.Warning,
    "A field is not in the specification",
    "Put extensions into 1000 to 1999 or 9000 to 9999, or renew the definition",
    "message-feedmessage")
{
    internal override void OnFeed(FeedContext feed)
    {
        foreach (WireFinding finding in feed.Wire)
        {
            if (finding.Problem == WireProblem.UnknownField)
            {
                feed.Found(this, string.Empty, $"{finding.Field} has field {finding.Value}, which is not in the specification");
            }
        }
    }
}
