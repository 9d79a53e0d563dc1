using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage.Leases;
using TransitHub.Server.Options;

namespace TransitHub.Server.Upstream;

/// <summary>All that a process takes in from other agencies: what it polls, and what is pushed to it.</summary>
internal sealed class UpstreamInput : IAsyncDisposable
{
    /// <summary>Another process polls so long after one is gone, at the latest.</summary>
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(10);
    private readonly List<(FeedId Feed, UpstreamPoller Poller)> pollers = [];
    private readonly Dictionary<(string Feed, string Kind), PushedUpstream> pushed = [];
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource stopping = new();
    private Task working = Task.CompletedTask;

    private UpstreamInput(TimeProvider clock) => this.clock = clock;

    /// <summary>How it goes with each source.</summary>
    public IEnumerable<UpstreamStatus> Statuses => this.pollers.Select(p => p.Poller.Status).Concat(this.pushed.Values.Select(p => p.Status));

    /// <summary>Ends when one of the sources ended by a fault.</summary>
    public Task Ended { get; private set; } = new TaskCompletionSource().Task;

    /// <summary>Makes what the settings name, for the feeds that have an intake here.</summary>
    public static UpstreamInput Of(HubOptions options, IntakeDirectory intakes, TimeProvider clock, Random random, ILoggerFactory loggers)
    {
        var input = new UpstreamInput(clock);
        ILogger logger = loggers.CreateLogger<UpstreamInput>();
        foreach (FeedSettings settings in options.Feeds)
        {
            if (!FeedId.TryParse(settings.Id, out FeedId feed) || !intakes.TryFind(feed, out ObservationIntake? intake))
            {
                continue;
            }

            foreach (UpstreamSource source in settings.Upstream.Sources)
            {
                var taker = new UpstreamIntake(intake, source.Name, UpstreamCheck.KindsOf(source.Takes), clock);
                input.pollers.Add((feed, new UpstreamPoller(settings.Id, source, taker, clock, new Random(random.Next()), logger)));
            }

            foreach (string kind in UpstreamCheck.Kinds.Where(_ => settings.Upstream.Push))
            {
                input.pushed[(settings.Id, kind)] = new PushedUpstream(
                    new UpstreamIntake(intake, "pushed-" + kind, [kind], clock), new UpstreamStatus(settings.Id, "pushed-" + kind, "pushed"), settings.Upstream.PushMaxBytes);
            }
        }

        return input;
    }

    /// <summary>Begins to poll.</summary>
    /// <param name="leases">Of each source one process of all polls; null: this one does.</param>
    /// <param name="owner">This process in leases.</param>
    public void Start(ILeases? leases = null, string owner = "")
    {
        Task[] running = [.. this.pollers.Select(p => Task.Run(() => leases is null ? p.Poller.RunAsync(this.stopping.Token) : this.RunHeldAsync(p.Feed, p.Poller, leases, owner), CancellationToken.None))];
        this.working = Task.WhenAll(running);
        this.Ended = running.Length == 0 ? this.Ended : Task.WhenAny(running).Unwrap();
    }

    /// <summary>Where a kind is pushed to a feed; null: nowhere.</summary>
    public PushedUpstream? FindPushed(string feed, string kind) => this.pushed.GetValueOrDefault((feed, kind));

    /// <summary>Polls no more.</summary>
    public async Task StopAsync()
    {
        await this.stopping.CancelAsync().ConfigureAwait(false);
        await this.working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await this.StopAsync().ConfigureAwait(false);
        this.pollers.ForEach(p => p.Poller.Dispose());
        foreach (PushedUpstream one in this.pushed.Values)
        {
            one.Dispose();
        }

        this.stopping.Dispose();
    }

    private async Task RunHeldAsync(FeedId feed, UpstreamPoller poller, ILeases leases, string owner)
    {
        var keeper = new LeaseKeeper(leases, this.clock);
        LeaseName name = LeaseName.OfUpstream(feed, poller.Status.Name);
        while (!this.stopping.IsCancellationRequested)
        {
            try
            {
                poller.Status.Elsewhere();
                HeldLease held = await keeper.HoldAsync(name, owner, LeaseDuration, this.stopping.Token).ConfigureAwait(false);
                await using (held.ConfigureAwait(false))
                {
                    using var either = CancellationTokenSource.CreateLinkedTokenSource(held.Lost, this.stopping.Token);
                    await poller.RunAsync(either.Token).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException)
            {
                // Told to stop.
            }
        }
    }
}

/// <summary>Where messages of one kind are pushed.</summary>
/// <param name="intake">Takes them; owned.</param>
/// <param name="status">How it goes.</param>
/// <param name="maxBytes">Largest message, bytes.</param>
internal sealed class PushedUpstream(UpstreamIntake intake, UpstreamStatus status, int maxBytes) : IDisposable
{
    /// <summary>Takes them.</summary>
    public UpstreamIntake Intake => intake;

    /// <summary>How it goes.</summary>
    public UpstreamStatus Status => status;

    /// <summary>Largest message, bytes.</summary>
    public int MaxBytes => maxBytes;

    /// <inheritdoc/>
    public void Dispose() => intake.Dispose();
}
