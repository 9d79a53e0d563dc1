using TransitHub.Core.Feeds;

namespace TransitHub.Server.Realtime;

/// <summary>The published GTFS-Realtime of a feed: one writer renews it, any number of readers take it without a lock.</summary>
internal sealed class RealtimeFeeds
{
    private volatile FeedSet? current;
    private long encodeTicks;

    /// <summary>The newest; null before the first.</summary>
    public FeedSet? Current => this.current;

    /// <summary>How long the last renewal took.</summary>
    public TimeSpan LastEncodeTime => new(Interlocked.Read(ref this.encodeTicks));

    /// <summary>Publishes.</summary>
    public void Renew(FeedSet feeds, TimeSpan took)
    {
        Interlocked.Exchange(ref this.encodeTicks, took.Ticks);
        this.current = feeds;
    }
}
