using System.Collections.Immutable;
using TransitHub.Core.Alerting;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Storage.States;
using TransitHub.Core.Time;

namespace TransitHub.Server.Alerting;

/// <summary>
/// The alerts of a feed that many processes share. Who has the encoder's lease finds the automatic ones and keeps them as a state of that lease, so that all
/// who serve show the same, and the next encoder goes on with the same ids. What operators write comes from the shared store.
/// </summary>
internal sealed class SharedAlerts
{
    private const string Name = "alerts";
    private const int Schema = 1;

    private readonly FeedId feed;
    private readonly IHubStorage storage;
    private readonly AlertWatch watch;
    private readonly AlertBoard board;

    /// <summary>Begins with nothing.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="options">The operator's settings, the same in every process.</param>
    /// <param name="storage">What all processes share.</param>
    /// <param name="upstream">Those of other agencies, for the desk.</param>
    /// <param name="clock">The hub's clock.</param>
    public SharedAlerts(FeedId feed, AlertOptions options, IHubStorage storage, Func<ImmutableArray<ServiceAlert>> upstream, TimeProvider clock)
    {
        this.feed = feed;
        this.storage = storage;
        this.watch = new AlertWatch(options);
        this.board = new AlertBoard(options);
        this.Desk = new AlertDesk(feed, storage.Alerts, options, () => this.watch.Episodes, upstream, clock);
    }

    /// <summary>How operators see them.</summary>
    public AlertDesk Desk { get; }

    /// <summary>Goes on where the encoder before was. What it found and cannot be read is found anew.</summary>
    /// <exception cref="IOException">The storage failed.</exception>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        StateReading read = await this.storage.States.ReadAsync(LeaseName.OfEncoder(this.feed), Name, cancellationToken).ConfigureAwait(false);
        if (read.State is { Schema: Schema } state)
        {
            this.watch.Restore(AlertWatch.Decode(state.Content.Span));
        }

        await this.Desk.RefreshAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What riders are told in a state; the encoder's to ask.</summary>
    /// <exception cref="LeaseLostException">The lease is no longer held.</exception>
    /// <exception cref="IOException">The storage failed.</exception>
    public async Task<RiderWord> TakeAsync(HubSnapshot state, Timestamp now, Lease lease, CancellationToken cancellationToken)
    {
        await this.Desk.RefreshAsync(cancellationToken).ConfigureAwait(false);
        if (this.watch.Observe(state))
        {
            StoredState kept = new(Schema, state.Sequence, AlertWatch.Encode(this.watch.Episodes));
            await this.storage.States.SaveAsync(Name, kept, lease, cancellationToken).ConfigureAwait(false);
        }

        return this.board.Tell(this.Desk.Book, this.watch.Episodes, state.UpstreamAlerts, now.UnixSeconds);
    }

    /// <summary>Reads what the encoder found and operators wrote; for who serves.</summary>
    /// <exception cref="IOException">The storage failed, or what it holds is of a newer hub.</exception>
    public Task RefreshAsync(CancellationToken cancellationToken) => this.BeginAsync(cancellationToken);
}
