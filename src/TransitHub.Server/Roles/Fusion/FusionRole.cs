using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Ids;
using TransitHub.Core.Serving;
using TransitHub.Core.Storage.Leases;
using TransitHub.Server.Hosting;

namespace TransitHub.Server.Roles.Fusion;

/// <summary>
/// Makes states of shards' logs. Each process takes its share of all shards that are free, and gives back what it has beyond it, so that work moves
/// to a process that starts and away from one that stops.
/// </summary>
internal sealed class FusionRole : IHubRole
{
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan HungryPause = TimeSpan.FromMilliseconds(100);
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly TimeSpan duration;
    private readonly LeaseKeeper keeper;
    private readonly FusionSeats seats;
    private readonly ShardStatics[] statics;
    private readonly ShardSlot[] slots;
    private readonly FusionMetrics metrics;
    private readonly CancellationTokenSource stopping = new();
    private Task working = Task.CompletedTask;
    private volatile string? problem;
    private FusionShare? share;
    private long lookedAt;

    /// <summary>Makes it; it does nothing yet.</summary>
    /// <param name="context">What every role works with.</param>
    /// <param name="form">Makes bytes of what shards tell of their states.</param>
    /// <param name="reports">Makes bytes of what shards report besides; null: they report nothing.</param>
    public FusionRole(RoleContext context, ChangesForm form, ReportForm? reports = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(form);
        this.clock = context.Clock;
        this.logger = context.Loggers.CreateLogger<FusionRole>();
        this.duration = TimeSpan.FromSeconds(context.Options.Shards.LeaseSeconds);
        this.keeper = new LeaseKeeper(context.Storage.Leases, context.Clock);
        FeedId[] feeds = [.. context.Schedules.Keys.OrderBy(f => f.ToString(), StringComparer.Ordinal)];
        this.statics = [.. feeds.Select(f => new ShardStatics(f, context, this.logger))];
        this.slots =
        [
            .. feeds.Zip(this.statics).SelectMany(f => Enumerable.Range(0, context.ShardsOf(f.First))
                .Select(n => new ShardSlot(ShardId.From(f.First, n), f.Second, form.Encode, reports, context, this.logger))),
        ];
        this.seats = new FusionSeats(context.Storage.Leases, this.keeper, context.Owner, this.slots.Length, this.duration);
        this.metrics = new FusionMetrics(this.slots);
    }

    /// <inheritdoc/>
    public string Name => RoleNames.Fusion;

    /// <summary>The shards that this process has.</summary>
    public IReadOnlyList<ShardId> Owned => [.. this.slots.Where(s => s.IsOwned).Select(s => s.Shard)];

    /// <inheritdoc/>
    public FeedReadiness Readiness =>
        (this.problem ?? this.slots.Select(s => s.Problem).FirstOrDefault(p => p is not null)) is { } trouble ? FeedReadiness.NotReady(trouble)
        : this.slots.FirstOrDefault(s => s.IsOwned && !s.Progress.IsCurrent) is { } behind ? FeedReadiness.NotReady($"{behind.Shard} reads its log: {behind.Progress.RecordsBehind} records to go.")
        : FeedReadiness.Ready;

    /// <inheritdoc/>
    public Task Ended => this.working;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellation)
    {
        this.working = this.RunAsync();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await this.stopping.CancelAsync().ConfigureAwait(false);
        await this.working.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await this.stopping.CancelAsync().ConfigureAwait(false);
        await this.working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (ShardSlot slot in this.slots)
        {
            await slot.DisposeAsync().ConfigureAwait(false);
        }

        this.metrics.Dispose();
        this.stopping.Dispose();
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        while (!this.stopping.IsCancellationRequested)
        {
            await this.LookAsync().ConfigureAwait(false);
            TimeSpan pause = this.share?.Of(this.slots.Length) > this.slots.Count(s => s.IsOwned) ? HungryPause : LookPause;
            await Task.Delay(pause, this.clock, this.stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // The seat first: the others see at once that they have to take what comes free.
        await this.seats.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(this.slots.Select(s => s.GiveBackAsync())).ConfigureAwait(false);
    }

    private async Task LookAsync()
    {
        foreach (ShardSlot slot in this.slots)
        {
            await slot.LookAsync().ConfigureAwait(false);
        }

        using var late = new CancellationTokenSource(this.duration, this.clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, this.stopping.Token);
        try
        {
            await this.DivideAsync(either.Token).ConfigureAwait(false);
            this.problem = null;
        }
        catch (IOException exception)
        {
            this.Tell(exception.Message);
        }
        catch (OperationCanceledException)
        {
            if (!this.stopping.IsCancellationRequested)
            {
                this.Tell($"The storage has not answered for {this.duration.TotalSeconds:0} s; it is asked again.");
            }
        }
    }

    private async Task DivideAsync(CancellationToken cancellation)
    {
        if (this.share is null || this.clock.GetElapsedTime(this.lookedAt) >= LookPause)
        {
            this.share = await this.seats.LookAsync(cancellation).ConfigureAwait(false);
            await Task.WhenAll(this.statics.Select(s => s.RefreshAsync(cancellation))).ConfigureAwait(false);
            this.lookedAt = this.clock.GetTimestamp();
        }

        int due = this.share?.Of(this.slots.Length) ?? 0;
        int owned = this.slots.Count(s => s.IsOwned);
        if (owned > due && this.share is not null)
        {
            await Task.WhenAll(this.slots.Where(s => s.IsOwned).TakeLast(owned - due).Select(s => s.GiveBackAsync())).ConfigureAwait(false);
        }

        foreach (ShardSlot slot in this.slots.Where(s => !s.IsOwned))
        {
            if (owned >= due)
            {
                slot.LeaveToOthers();
                continue;
            }

            owned += await slot.TryTakeAsync(this.keeper, this.duration, cancellation).ConfigureAwait(false) ? 1 : 0;
        }
    }

    private void Tell(string trouble)
    {
        if (this.problem is null)
        {
            ServerLog.FusionWaits(this.logger, trouble);
        }

        this.problem = trouble;
    }
}
