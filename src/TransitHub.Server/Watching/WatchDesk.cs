using System.Collections.Concurrent;
using TransitHub.Core.Ids;
using TransitHub.Server.Grpc;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;

namespace TransitHub.Server.Watching;

/// <summary>Opens streams: what gRPC and server-sent events have in common.</summary>
internal sealed class WatchDesk(WatchOptions options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<FeedId, WatchFrames> frames = new();

    /// <summary>The streams that are open.</summary>
    public WatchSubscribers Subscribers { get; } = new(options.MaxSubscribers);

    /// <summary>Entities in one event.</summary>
    public int MaxBatchEntities => options.MaxBatchEntities;

    /// <summary>A stream of a feed.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="filter">What the reader wants.</param>
    /// <param name="minInterval">The least time between two batches.</param>
    /// <param name="followsAlerts">True: it is looked at least once a second whether riders are told something new.</param>
    public WatchSession Open(HubFeed feed, WatchFilter filter, TimeSpan minInterval, bool followsAlerts = false) =>
        new(
            feed.Snapshots,
            feed.Indexes,
            filter,
            new WatchPace(clock, TimeSpan.FromSeconds(followsAlerts ? 1 : options.HeartbeatSeconds), minInterval),
            new WatchTelemetry(feed.Snapshots, clock));

    /// <summary>
    /// Why a feed cannot be followed yet; null: it can. A process that serves what others make has no state at first: nothing would be told as if it were all
    /// there is, under a cursor that goes back.
    /// </summary>
    public static string? Missing(HubFeed feed) =>
        feed.Epoch.Length > 0 ? null : $"The feed '{feed.Id}' has no state here yet: {feed.Readiness().Reason}. Connect again with the last cursor.";

    /// <summary>The shared encoder of a feed's streams.</summary>
    public WatchFrames FramesOf(HubFeed feed) =>
        this.frames.GetOrAdd(feed.Id, static (_, at) => new WatchFrames(() => at.feed.Epoch, at.feed.Bounds, at.options.MaxBatchEntities), (feed, options));

    /// <summary>The state that a cursor names; null when it is none of this run of the hub.</summary>
    public static long? ResumeFrom(HubFeed feed, string? cursor) =>
        WatchCursor.TryParse(cursor, out WatchCursor at) && at.Epoch == feed.Epoch ? at.Sequence : null;
}
