using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Bytes that are no FeedMessage.</summary>
internal sealed class TH001Undecodable() : RealtimeRule(
    "TH001",
    NoticeSeverity.Error,
    "The feed cannot be decoded",
    "Send a complete FeedMessage with header, in protobuf",
    "message-feedmessage")
{
    internal override void OnUndecodable(FeedContext feed) =>
        feed.Found(this, string.Empty, $"{feed.Feed.Bytes.Length} bytes are no FeedMessage: {feed.Feed.Problem.TrimEnd('.')}");
}
