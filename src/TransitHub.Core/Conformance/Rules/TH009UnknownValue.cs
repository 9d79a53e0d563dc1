using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A value that the specification does not have is read as if the field were absent.</summary>
internal sealed class TH009UnknownValue() : RealtimeRule(
    "TH009",
    NoticeSeverity.Warning,
    "An enumeration has a value that is not in the specification",
    "Send a value of the specification",
    "message-feedmessage")
{
    internal override void OnFeed(FeedContext feed)
    {
        foreach (WireFinding finding in feed.Wire)
        {
            if (finding.Problem == WireProblem.UnknownValue)
            {
                feed.Found(this, string.Empty, $"{finding.Field} has value {finding.Value}, which is not in the specification");
            }
        }
    }
}
