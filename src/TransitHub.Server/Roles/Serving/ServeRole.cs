using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Observations;
using TransitHub.Core.Serving;
using TransitHub.Server.Commands;
using TransitHub.Server.Hosting;
using TransitHub.Server.Security.Readers;

namespace TransitHub.Server.Roles.Serving;

/// <summary>Serves what the fusion processes make: the same states, cursors and bytes in every process with this role.</summary>
internal sealed class ServeRole : IHubRole
{
    private static readonly TimeSpan IngestPause = TimeSpan.FromSeconds(2);
    private readonly SharedKeys? keys;
    private readonly ILogger logger;
    private readonly TimeProvider clock;
    private readonly IngestReports ingest;
    private readonly ServedFeedService[] feeds;
    private readonly ServeMetrics metrics;
    private readonly CancellationTokenSource stopping = new();
    private Task working = Task.CompletedTask;

    /// <summary>Puts it together; nothing is asked for yet.</summary>
    /// <param name="context">What the process works with.</param>
    /// <param name="form">How shards' changes stand in their streams.</param>
    /// <param name="reports">How shards' reports are kept.</param>
    /// <exception cref="CommandException">The data folder cannot be used.</exception>
    public ServeRole(RoleContext context, ChangesForm form, ReportForm reports)
    {
        this.keys = context.Keys;
        this.logger = context.Loggers.CreateLogger<ServeRole>();
        this.clock = context.Clock;
        this.ingest = new IngestReports(context.Storage);
        this.feeds =
        [
            .. context.Schedules.OrderBy(s => context.Options.Feeds.FindIndex(f => f.Id == s.Key.ToString()))
                .Select(s => new ServedFeedService(s.Key, s.Value, context, form, reports, this.ingest, this.logger)),
        ];
        this.metrics = new ServeMetrics(this.feeds, context.Clock);
    }

    /// <inheritdoc/>
    public string Name => RoleNames.Serve;

    /// <summary>The feeds as readers see them, in the order of the settings.</summary>
    public IReadOnlyList<HubFeed> Feeds => [.. this.feeds.Select(f => f.Feed)];

    /// <summary>What ingest processes could not tell to belong to a feed.</summary>
    public RejectionLedger Unrouted => this.ingest.Unrouted;

    /// <inheritdoc/>
    public FeedReadiness Readiness => this.feeds.Select(f => f.Readiness).FirstOrDefault(r => !r.IsReady) is { Reason: not null } wrong ? wrong : FeedReadiness.Ready;

    /// <inheritdoc/>
    public Task Ended => this.working;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellation)
    {
        // A feed that ends by a fault ends the role: it would show the past as the present.
        this.working = Together.RunAsync(this.stopping.Token, [this.ReadIngestAsync, .. this.feeds.Select(f => (Func<CancellationToken, Task>)f.RunAsync), .. this.Follow()]);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await this.stopping.CancelAsync().ConfigureAwait(false);
        await this.working.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await this.stopping.CancelAsync().ConfigureAwait(false);
        await this.working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        this.metrics.Dispose();
        this.stopping.Dispose();
    }

    private IEnumerable<Func<CancellationToken, Task>> Follow() => this.keys is { } followed ? [stop => followed.RunAsync(this.clock, this.logger, stop)] : [];

    private async Task ReadIngestAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await this.ingest.RefreshAsync(stop).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // What was read stands; a storage that is gone is told of by the feeds.
            }

            await Task.Delay(IngestPause, this.clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
