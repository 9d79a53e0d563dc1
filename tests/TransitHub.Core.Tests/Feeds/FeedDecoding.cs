using TransitHub.Core.Feeds;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Tests.Feeds;

internal static class FeedDecoding
{
    /// <summary>The message as a reader sees it.</summary>
    public static FeedMessage Decode(this FeedBytes feed) => FeedMessage.Parser.ParseFrom(feed.Protobuf.Bytes.Span);
}
