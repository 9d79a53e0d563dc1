using System.Collections.Concurrent;
using System.Text.Json;
using TransitHub.Core.Ids;
using TransitHub.Core.Telemetry;
using TransitHub.Server.Grpc;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Views;

namespace TransitHub.Server.Watching;

/// <summary>Opens streams: what gRPC and server-sent events have in common.</summary>
internal sealed class WatchDesk(WatchOptions options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<FeedId, WatchFrames> frames = new();
    private readonly ConcurrentDictionary<FeedId, StreamFrames> events = new();
    private readonly ConcurrentDictionary<FeedId, WatchTopics> topics = new();
    private readonly WatchTurns turns = new(WatchTurns.Half);

    /// <summary>The streams that are open.</summary>
    public WatchSubscribers Subscribers { get; } = new(options.MaxSubscribers);

    /// <summary>A stream of a feed. Disposing <paramref name="leaving"/> says that its reader is gone.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="filter">What the reader wants.</param>
    /// <param name="minInterval">The least time between two batches.</param>
    /// <param name="leaving">To be disposed at the end.</param>
    public WatchSession Open(HubFeed feed, FilterText filter, TimeSpan minInterval, out IDisposable leaving)
    {
        WatchTopics shared = this.TopicsOf(feed);
        WatchTopic topic = shared.Enter(filter);
        leaving = new Leaving(() => shared.Leave(filter));

        // It is looked at least once a second whether riders are told something new.
        TimeSpan heartbeat = TimeSpan.FromSeconds(filter.Alerts ? 1 : options.HeartbeatSeconds);
        return new WatchSession(topic, new WatchPace(clock, heartbeat, minInterval), new WatchTelemetry(feed.Snapshots, clock));
    }

    /// <summary>How long a reader is waited for.</summary>
    public WatchPatience WaitFor(HubFeed feed, CancellationToken left, CancellationToken stopping) => new(TelemetryNames.FeedTag(feed.Id), clock, TimeSpan.FromSeconds(options.StalledSeconds), left, stopping);

    /// <summary>
    /// Why a feed cannot be followed yet; null: it can. A process that serves what others make has no state at first: nothing would be told as if it were all
    /// there is, under a cursor that goes back.
    /// </summary>
    public static string? Missing(HubFeed feed) =>
        feed.Epoch.Length > 0 ? null : $"The feed '{feed.Id}' has no state here yet: {feed.Readiness().Reason}. Connect again with the last cursor.";

    /// <summary>The encoder of a feed's streams over gRPC.</summary>
    public WatchFrames FramesOf(HubFeed feed) =>
        this.frames.GetOrAdd(feed.Id, static (_, at) => new WatchFrames(() => at.feed.Epoch, at.feed.Bounds, at.options.MaxBatchEntities), (feed, options));

    /// <summary>The encoder of a feed's server-sent events.</summary>
    public StreamFrames EventsOf(HubFeed feed, JsonSerializerOptions json) =>
        this.events.GetOrAdd(feed.Id, static (_, at) => new StreamFrames(() => at.feed.Epoch, at.feed.Bounds, at.options.MaxBatchEntities, at.json), (feed, options, json));

    /// <summary>The state that a cursor names; null when it is none of this run of the hub.</summary>
    public static long? ResumeFrom(HubFeed feed, string? cursor) =>
        WatchCursor.TryParse(cursor, out WatchCursor at) && at.Epoch == feed.Epoch ? at.Sequence : null;

    /// <summary>What readers of a feed share.</summary>
    private WatchTopics TopicsOf(HubFeed feed) =>
        this.topics.GetOrAdd(feed.Id, static (_, at) => new WatchTopics(at.feed.Snapshots, at.feed.Indexes, at.turns, at.clock), (feed, this.turns, clock));

    private sealed class Leaving(Action leave) : IDisposable
    {
        private Action? leave = leave;

        public void Dispose() => Interlocked.Exchange(ref this.leave, null)?.Invoke();
    }
}
