using TransitHub.Core.Alerting;
using TransitHub.Core.Feeds;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;

namespace TransitHub.Server.Realtime;

/// <summary>
/// Turns a feed's states into published GTFS-Realtime: with each new state, and once a second without one, since a feed
/// is renewed and its entities grow old even when nothing is received.
/// </summary>
/// <param name="states">The feed's states.</param>
/// <param name="feeds">Where readers find the messages.</param>
/// <param name="options">The operator's settings.</param>
/// <param name="header">Keeps header times rising.</param>
/// <param name="clock">The hub's clock.</param>
/// <param name="word">What riders are told in a state at a moment; null: nothing.</param>
internal sealed class RealtimePublisher(
    SnapshotPublisher states, RealtimeFeeds feeds, FeedOptions options, HeaderClock header, TimeProvider clock,
    Func<HubSnapshot, Timestamp, RiderWord>? word = null)
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    private readonly FeedSetEncoder encoder = new(options);
    private readonly PublicationTelemetry telemetry = new(states.Current.Feed, states.Followed, clock);

    /// <summary>Publishes until told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            HubSnapshot state = states.Current;
            this.Publish(state);
            using var due = new CancellationTokenSource(Round, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, due.Token);
            try
            {
                await states.WaitForLaterAsync(state.Sequence, either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // A quiet second.
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Publishes a state now.</summary>
    public void Publish(HubSnapshot state)
    {
        long started = clock.GetTimestamp();
        Timestamp now = Timestamp.Now(clock);
        RiderWord told = word?.Invoke(state, now) ?? RiderWord.None;
        FeedSet set = this.encoder.Encode(state, told, now.UnixSeconds < header.NotBefore ? Timestamp.FromUnixSeconds(header.NotBefore) : now);
        if (!ReferenceEquals(set, feeds.Current))
        {
            header.Published(Enum.GetValues<FeedKind>().Max(kind => set.Get(kind).HeaderTimestamp));
            TimeSpan took = clock.GetElapsedTime(started);
            feeds.Renew(set, took);
            this.telemetry.Published(state, took);
        }
    }
}
