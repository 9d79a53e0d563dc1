using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Telemetry;
using TransitHub.Mqtt;
using TransitHub.Server.Hosting;
using TransitHub.Server.Ingest;
using TransitHub.Server.Upstream;

namespace TransitHub.Server.Roles.Ingest;

/// <summary>
/// The role <c>ingest</c>: takes MQTT in, decodes, and appends to the logs of the shards. A message is acknowledged once it is in the log. What the logs
/// do not take waits in the bounded intakes; then nothing more is taken, and after a while the connections are let go without an acknowledgement.
/// </summary>
internal sealed class IngestRole : IHubRole
{
    private readonly RoleContext context;
    private readonly IMqttInput input;
    private readonly ShardIngestWriter[] writers;
    private readonly IngestMetrics metrics;
    private readonly IngestReporter reporter;
    private readonly CancellationTokenSource reportNoMore = new();
    private readonly CancellationTokenSource givingUp = new();
    private Task working = Task.CompletedTask;
    private Task reporting = Task.CompletedTask;

    /// <summary>Puts it together.</summary>
    /// <param name="context">What all roles work with.</param>
    /// <param name="random">Spreads reconnections.</param>
    /// <exception cref="Commands.CommandException">Another process has the data folder.</exception>
    public IngestRole(RoleContext context, Random random)
    {
        this.context = context;
        if (context.Options.HfpFeed is { } hfp)
        {
            this.Intakes.HfpFeed = FeedId.Parse(hfp);
        }

        this.metrics = new IngestMetrics(this.Intakes);
        List<ShardIngestWriter> made = [];
        ILogger logger = context.Loggers.CreateLogger<IngestRole>();
        foreach (FeedId feed in context.Schedules.Keys)
        {
            var intake = new ObservationIntake(feed, new RejectionLedger(), context.Options.Fusion.Intake);
            this.Intakes.Add(intake);
            made.Add(new ShardIngestWriter(
                intake,
                context.ShardsOf(feed),
                (shard, cancellation) => context.Storage.OpenLogAsync(shard, lease: null, notice => ServerLog.LogNotice(logger, feed, notice.Kind, notice.Message), cancellation),
                context.Clock));
        }

        this.writers = [.. made];
        this.reporter = new IngestReporter(this.Intakes, context.Storage, context.Owner, context.Clock);
        var sampling = new TraceSampling(context.Options.Telemetry.TraceShare, context.Options.Telemetry.MaxTracesPerSecond, context.Clock);
        var ingest = new MqttIngest(this.Intakes, MessageDecoders.Of(context.Schedules), context.Clock, sampling);
        this.input = context.Options.Mqtt is null
            ? new EmbeddedInput(context.Options, ingest, context.Clock, context.Loggers)
            : SharedInput.Create(context, this.Intakes.HfpFeed is not null, ingest, random);
        this.Source = MqttSource.Of(this.input, ingest, sampling);
        this.Upstream = UpstreamInput.Of(context.Options, this.Intakes, context.Clock, random, context.Loggers);
    }

    /// <inheritdoc/>
    public string Name => RoleNames.Ingest;

    /// <summary>The queues of the feeds, and what was refused.</summary>
    public IntakeDirectory Intakes { get; } = new();

    /// <summary>Where MQTT comes from.</summary>
    public MqttSource Source { get; }

    /// <summary>What comes from other agencies.</summary>
    public UpstreamInput Upstream { get; }

    /// <inheritdoc/>
    public FeedReadiness Readiness =>
        Array.Find(this.writers, w => w.Problem is not null) is { } failing
            ? FeedReadiness.NotReady($"observations are taken and not acknowledged: {failing.Problem}")
            : this.input.Readiness is { IsReady: false } broker ? FeedReadiness.NotReady($"mqtt {this.input.Where}: {broker.Reason}") : FeedReadiness.Ready;

    /// <inheritdoc/>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellation)
    {
        Task[] running = [.. this.writers.Select(w => w.RunAsync(this.givingUp.Token))];
        this.working = Task.WhenAll(running);
        this.reporting = Task.Run(() => this.reporter.RunAsync(this.reportNoMore.Token), CancellationToken.None);

        // One that ends by a bug ends the role; the others would wait for it for good.
        this.Upstream.Start(this.context.Storage.Leases, this.context.Owner);
        this.Ended = Task.WhenAny([.. running, this.Upstream.Ended]).Unwrap();
        return this.input.StartAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await this.input.StopAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await this.Upstream.StopAsync().ConfigureAwait(false);
        foreach (ShardIngestWriter writer in this.writers)
        {
            writer.Finish();
        }

        using CancellationTokenRegistration giveUp = cancellation.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), this.givingUp);
        await this.working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await this.ReportNoMoreAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await this.input.DisposeAsync().ConfigureAwait(false);
        await this.Upstream.DisposeAsync().ConfigureAwait(false);
        await this.givingUp.CancelAsync().ConfigureAwait(false);
        foreach (ShardIngestWriter writer in this.writers)
        {
            writer.Finish();
        }

        await this.working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await this.ReportNoMoreAsync().ConfigureAwait(false);
        this.metrics.Dispose();
        this.reportNoMore.Dispose();
        this.givingUp.Dispose();
    }

    private async Task ReportNoMoreAsync()
    {
        await this.reportNoMore.CancelAsync().ConfigureAwait(false);
        await this.reporting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
