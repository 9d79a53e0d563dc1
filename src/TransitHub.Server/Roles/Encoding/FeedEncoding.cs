using TransitHub.Core.Alerting;
using TransitHub.Core.Feeds;
using TransitHub.Core.Ids;
using TransitHub.Core.Serving;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Time;
using TransitHub.Server.Alerting;
using TransitHub.Server.Delivery;
using TransitHub.Server.Statics;

namespace TransitHub.Server.Roles.Encoding;

/// <summary>The work for one feed: waits for the encoder's lease, and gives what shards tell one order and one form as long as it has it.</summary>
/// <param name="feed">The feed.</param>
/// <param name="context">What the process works with.</param>
/// <param name="form">How shards' changes stand in their streams.</param>
internal sealed class FeedEncoding(FeedId feed, RoleContext context, ChangesForm form)
{
    /// <summary>Renewed each second; another has it four seconds after a crash at the latest.</summary>
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookPause = LeaseDuration / 3;
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly SharedStatics statics = context.StaticsOf(feed);
    private volatile string? problem;
    private volatile string? lagging;
    private volatile FeedIssuer? issuing;

    /// <summary>Why it does not do its work, or which shards it has to leave out, for the operator; null: it does it all, or another process does.</summary>
    public string? Problem => this.problem ?? this.lagging;

    /// <summary>
    /// Works until told to stop. A failure of the storage ends a turn, and the next one begins where the stream ends. Who has the lease also brings the
    /// messages to those who want them brought, so that one process does.
    /// </summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using FeedDeliveries deliveries = FeedDeliveries.Of(
            feed, context.Options.Feeds.Find(f => f.Id == feed.ToString()), () => this.issuing?.Issued, context.Clock, context.Loggers.CreateLogger<FeedEncoding>());
        await Task.WhenAll(this.TakeTurnsAsync(stop), deliveries.RunAsync(stop)).ConfigureAwait(false);
    }

    private async Task TakeTurnsAsync(CancellationToken stop)
    {
        var keeper = new LeaseKeeper(context.Storage.Leases, context.Clock);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (await keeper.TryHoldAsync(LeaseName.OfEncoder(feed), context.Owner, LeaseDuration, stop).ConfigureAwait(false) is not { } held)
                {
                    // Another process does the work, so what once kept this one from it is no trouble any more.
                    this.problem = null;
                    await Task.Delay(LookPause, context.Clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    continue;
                }

                await using (held.ConfigureAwait(false))
                {
                    await this.WorkAsync(held, stop).ConfigureAwait(false);
                }
            }
            catch (LeaseLostException)
            {
                // Another process goes on.
                this.problem = null;
            }
            catch (OperationCanceledException)
            {
                // The lease was lost, or it is to stop.
            }
            catch (IOException exception)
            {
                this.problem = exception.Message;
                await Task.Delay(PauseAfterFailure, context.Clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            finally
            {
                this.lagging = null;

                // What is brought after the lease is gone could be older than what its next holder brought.
                this.issuing = null;
            }
        }
    }

    /// <summary>What the feed stands on. Where it is just going over to another static feed the stream may be of that one already, so it is at hand too.</summary>
    private async Task<LoadedSchedule> StandingAsync(CancellationToken cancellation)
    {
        await this.statics.RefreshAsync(cancellation).ConfigureAwait(false);
        if (this.statics.Book.Turn is { IsGoing: true } turn)
        {
            await this.statics.GetAsync(turn.Version.ContentHash, cancellation).ConfigureAwait(false);
        }

        return await this.statics.GetAsync(this.statics.InService, cancellation).ConfigureAwait(false);
    }

    private async Task WorkAsync(HeldLease held, CancellationToken stop)
    {
        TimeProvider clock = context.Clock;
        LoadedSchedule standing = await this.StandingAsync(held.Lost).ConfigureAwait(false);
        var sequencer = new FeedSequencer(
            feed, standing.Schedule, context.ShardsOf(feed), context.Storage, form, held.Lease, context.Options.Fusion.ResumableStates, this.statics.Find);
        var conductor = new StaticConductor(feed, context);
        var issuer = new FeedIssuer(feed, context.Options.Realtime, context.Storage.Feeds, held.Lease);
        this.issuing = issuer;
        var telemetry = new PublicationTelemetry(feed, sequencer.Followed, clock);
        var alerts = new SharedAlerts(feed, context.Options.Alerts, context.Storage, () => sequencer.Current.UpstreamAlerts, clock);
        await alerts.BeginAsync(held.Lost).ConfigureAwait(false);
        await sequencer.BeginAsync(Guid.NewGuid().ToString("N"), held.Lost).ConfigureAwait(false);
        long savedAt = clock.GetTimestamp();
        while (true)
        {
            await conductor.LookAsync(sequencer.Schedule, held.Lost).ConfigureAwait(false);
            await sequencer.StepAsync(held.Lost).ConfigureAwait(false);
            this.lagging = sequencer.Lagging;
            long began = clock.GetTimestamp();
            if (sequencer.Current.CreatedAt != default)
            {
                Timestamp now = Timestamp.Now(clock);
                RiderWord told = await alerts.TakeAsync(sequencer.Current, now, held.Lease, held.Lost).ConfigureAwait(false);
                if (await issuer.IssueAsync(sequencer.Current, told, now, held.Lost).ConfigureAwait(false))
                {
                    telemetry.Published(sequencer.Current, clock.GetElapsedTime(began));
                }
            }

            this.problem = null;
            if (stop.IsCancellationRequested || clock.GetElapsedTime(savedAt) >= SaveEvery)
            {
                await sequencer.SaveAsync(held.Lost).ConfigureAwait(false);
                savedAt = clock.GetTimestamp();
            }

            if (stop.IsCancellationRequested)
            {
                return;
            }

            using var pause = CancellationTokenSource.CreateLinkedTokenSource(held.Lost, stop);
            await Task.Delay(Round, clock, pause.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
