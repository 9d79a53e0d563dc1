using System.Globalization;
using TransitHub.Core.Storage.Published;
using TransitHub.Redis.Content;

namespace TransitHub.Redis.Published;

/// <summary>What the account of published feeds says of one message, as a line: seconds, tag, generation, parts, length.</summary>
/// <param name="HeaderTimestamp">Its header's Unix seconds.</param>
/// <param name="Tag">Its tag, a hash of its bytes, without quotes.</param>
/// <param name="Generation">Where its content is.</param>
/// <param name="Parts">How many parts that has.</param>
/// <param name="Length">Its bytes.</param>
internal sealed record FeedLine(long HeaderTimestamp, string Tag, long Generation, int Parts, int Length)
{
    /// <summary>Of a message about to be published.</summary>
    public static FeedLine Of(PublishedFeed feed, long generation) => new(
        feed.Bytes.HeaderTimestamp, TagOf(feed), generation, RedisContent.PartsOf(feed.Bytes.Protobuf.Bytes.Length), feed.Bytes.Protobuf.Bytes.Length);

    /// <summary>The tag of a message, without quotes.</summary>
    public static string TagOf(PublishedFeed feed) => feed.Bytes.Protobuf.ETag.Trim('"');

    /// <summary>Reads a line that this class wrote.</summary>
    public static FeedLine Parse(string line)
    {
        string[] parts = line.Split(' ');
        return new FeedLine(
            long.Parse(parts[0], CultureInfo.InvariantCulture),
            parts[1],
            long.Parse(parts[2], CultureInfo.InvariantCulture),
            int.Parse(parts[3], CultureInfo.InvariantCulture),
            int.Parse(parts[4], CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{this.HeaderTimestamp} {this.Tag} {this.Generation} {this.Parts} {this.Length}");
}
