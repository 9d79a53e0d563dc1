using System.Globalization;
using TransitHub.Core.Feeds;

namespace TransitHub.Server.Realtime;

/// <summary>The published GTFS-Realtime of a feed: one writer renews it, any number of readers take it without a lock.</summary>
/// <param name="options">What counts as a collapse of a feed.</param>
/// <param name="notice">Told when entities left a feed together, and when they are back; a sentence for the operator.</param>
internal sealed class RealtimeFeeds(FeedOptions options, Action<string> notice)
{
    private static readonly FeedKind[] Kinds = Enum.GetValues<FeedKind>();

    private readonly FeedStability[] stability = [.. Kinds.Select(_ => new FeedStability(options))];
    private readonly FeedCollapse?[] collapses = new FeedCollapse?[Kinds.Length];
    private volatile FeedSet? current;
    private volatile ConformanceState? conformance;
    private long encodeTicks;

    /// <summary>The newest; null before the first.</summary>
    public FeedSet? Current => this.current;

    /// <summary>How long the last renewal took.</summary>
    public TimeSpan LastEncodeTime => new(Interlocked.Read(ref this.encodeTicks));

    /// <summary>The entities that left a feed together and are not back; null: nothing of the kind.</summary>
    public FeedCollapse? CollapseOf(FeedKind kind) => Volatile.Read(ref this.collapses[(int)kind]);

    /// <summary>What the last check of them found; null before the first.</summary>
    public ConformanceState? Conformance
    {
        get => this.conformance;
        set => this.conformance = value;
    }

    /// <summary>Publishes.</summary>
    public void Renew(FeedSet feeds, TimeSpan took)
    {
        Interlocked.Exchange(ref this.encodeTicks, took.Ticks);
        this.current = feeds;
        foreach (FeedKind kind in Kinds)
        {
            this.Watch(kind, feeds.Get(kind));
        }
    }

    private void Watch(FeedKind kind, FeedBytes message)
    {
        FeedStability watched = this.stability[(int)kind];
        FeedCollapse? before = watched.Collapse;
        watched.Note(message.HeaderTimestamp, message.EntityCount);
        Volatile.Write(ref this.collapses[(int)kind], watched.Collapse);
        if (before is null && watched.Collapse is { } collapse)
        {
            notice(string.Create(
                CultureInfo.InvariantCulture,
                $"{kind} fell from {collapse.Before} to {collapse.Entities} entities within {options.CollapseSeconds} s. Consumers distrust that: look at /v1/rejections, at devices and at the static feed's version."));
        }
        else if (before is not null && watched.Collapse is null)
        {
            notice(string.Create(CultureInfo.InvariantCulture, $"{kind} has {watched.Entities} entities; the collapse is over."));
        }
    }
}
