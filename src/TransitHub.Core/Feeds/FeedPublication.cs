using System.Runtime.InteropServices;

namespace TransitHub.Core.Feeds;

/// <summary>The succession of messages of one feed and cut.</summary>
internal sealed class FeedPublication(FeedOptions options)
{
    private readonly ProtobufWriter writer = new();
    private List<byte[]> shown = [];
    private List<byte[]> next = [];
    private string version = string.Empty;
    private FeedBytes? last;

    /// <summary>The message for now: the last one again if it still says all and is young enough, else a new one.</summary>
    /// <param name="entities">In the order of the feed.</param>
    /// <param name="cut">Which of them are shown.</param>
    /// <param name="feedVersion">The GTFS's version.</param>
    /// <param name="now">Unix seconds; later than the last message's timestamp.</param>
    public FeedBytes Publish(ReadOnlySpan<EncodedEntity> entities, FeedCut cut, string feedVersion, long now)
    {
        this.next.Clear();
        long oldest = (now - options.MaxAgeSeconds) * 1000;
        foreach (ref readonly EncodedEntity entity in entities)
        {
            if (entity.Bytes is not null && entity.MeasuredAtMs >= oldest && (entity.ForGoogle || cut == FeedCut.All))
            {
                this.next.Add(entity.Bytes);
            }
        }

        if (this.last is not null && now - this.last.HeaderTimestamp < options.RefreshSeconds && this.IsUnchanged(feedVersion))
        {
            return this.last;
        }

        this.last = new FeedBytes(this.Concatenate(feedVersion, now), now);
        this.version = feedVersion;
        (this.shown, this.next) = (this.next, this.shown);
        return this.last;
    }

    private bool IsUnchanged(string feedVersion)
    {
        if (feedVersion != this.version || this.next.Count != this.shown.Count)
        {
            return false;
        }

        for (int i = 0; i < this.next.Count; i++)
        {
            if (!ReferenceEquals(this.next[i], this.shown[i]))
            {
                return false;
            }
        }

        return true;
    }

    private byte[] Concatenate(string feedVersion, long now)
    {
        this.writer.Clear();
        int header = this.writer.BeginMessage(FieldTags.FeedMessage.Header);
        this.writer.WriteText(FieldTags.FeedHeader.GtfsRealtimeVersion, "2.0"u8);
        this.writer.WriteVarint(FieldTags.FeedHeader.Incrementality, 0);
        this.writer.WriteVarint(FieldTags.FeedHeader.Timestamp, now);
        if (feedVersion.Length > 0)
        {
            this.writer.WriteText(FieldTags.FeedHeader.FeedVersion, feedVersion);
        }

        this.writer.EndMessage(header);

        ReadOnlySpan<byte[]> entities = CollectionsMarshal.AsSpan(this.next);
        int size = this.writer.Written.Length;
        foreach (byte[] entity in entities)
        {
            size += entity.Length;
        }

        byte[] message = GC.AllocateUninitializedArray<byte>(size);
        this.writer.Written.CopyTo(message);
        int at = this.writer.Written.Length;
        foreach (byte[] entity in entities)
        {
            entity.CopyTo(message.AsSpan(at));
            at += entity.Length;
        }

        return message;
    }
}
