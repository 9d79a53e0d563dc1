using TransitHub.Core.Counting;
using TransitHub.Core.Devices;
using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Fusion.Prediction;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion;

/// <summary>
/// One feed at work: intake, gate, log, pipeline and publisher put together. It starts by reading the
/// newest part of the log again, so that a hub that was killed goes on where it was.
/// </summary>
public sealed class FeedRuntime : IAsyncDisposable
{
    private const string Starting = "reading the observation log";
    private readonly IObservationLog log;
    private readonly FeedRuntimeOptions options;
    private readonly TimeProvider clock;
    private readonly ObservationGate gate;
    private readonly FusionLoop loop;
    private readonly IngestWriter writer;
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile DeviceRegistry? described;
    private volatile string? notReadyReason = Starting;

    /// <summary>Puts the parts together; <see cref="RunAsync"/> sets them going. Owns the log from then on.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="schedule">Its static feed; <see cref="Schedule.Empty"/> when it has none.</param>
    /// <param name="log">Its observation log.</param>
    /// <param name="options">The operator's settings.</param>
    /// <param name="clock">The hub's clock.</param>
    /// <param name="model">A learned model of the arrivals' errors, this feed's own; null: the formula alone.</param>
    /// <param name="kept">Where what was learned and counted is kept over a restart; null: nowhere.</param>
    /// <param name="devices">Its counting devices, read against the schedule; null: passages tell nothing of runs.</param>
    /// <param name="loadModel">A learned model of the riders at stops ahead, this feed's own; null: the formula alone.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public FeedRuntime(
        FeedId feed,
        Schedule schedule,
        IObservationLog log,
        FeedRuntimeOptions options,
        TimeProvider clock,
        IArrivalModel? model = null,
        KeptFiles? kept = null,
        DeviceRegistry? devices = null,
        ILoadModel? loadModel = null)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        SettingRanges.ThrowIfAny(options.Check(), nameof(options));
        this.Feed = feed;
        this.Schedule = schedule;
        this.log = log;
        this.options = options;
        this.clock = clock;
        this.Ledger = new RejectionLedger();
        this.Devices = new DeviceTable(options.Gate.MaxDevices);
        this.Intake = new ObservationIntake(feed, this.Ledger, options.Intake);
        this.Publisher = new SnapshotPublisher(feed, schedule, Timestamp.Now(clock), options.ResumableStates);
        this.described = devices;
        this.gate = new ObservationGate(options.Gate, schedule.Extent, (device, channel) => this.described?.IsZone(device, channel), vehicle => this.described?.Vehicles.IsPrivate(vehicle));
        FusionPipeline pipeline = new(feed, schedule, options.Fusion, this.Ledger, model, devices, loadModel);
        this.loop = new FusionLoop(pipeline, this.Publisher, options.Loop, clock, kept);
        this.writer = new IngestWriter(this.Intake, this.gate, log, this.Devices, this.loop.EnqueueAsync, clock);
    }

    /// <summary>What operators want changed of the service, for the log to have it whenever it is read from its newest part on; null, the default: nothing ever.</summary>
    public Func<Dispatching.ChangeBook>? ChangesNow { get; init; }

    /// <summary>The feed.</summary>
    public FeedId Feed { get; }

    /// <summary>Its static feed.</summary>
    public Schedule Schedule { get; private set; }

    /// <summary>Where adapters hand over observations; it takes them from the first moment, and they wait until the log was read.</summary>
    public ObservationIntake Intake { get; }

    /// <summary>Where readers find the published states.</summary>
    public SnapshotPublisher Publisher { get; }

    /// <summary>Everything refused or left without a run, by reason.</summary>
    public RejectionLedger Ledger { get; }

    /// <summary>Status and last word of each device.</summary>
    public DeviceTable Devices { get; }

    /// <summary>What is counted. Any thread may read it.</summary>
    public CountBook Counting => this.loop.Counting;

    /// <summary>What the pipeline has done, as of the newest state.</summary>
    public FusionCounters Counters => this.loop.Counters;

    /// <summary>Durable batches that wait for fusion.</summary>
    public int QueuedBatches => this.loop.QueuedBatches;

    /// <summary>True while observations are taken and states published.</summary>
    public bool Ready => this.notReadyReason is null;

    /// <summary>Completes when the log was read and the state it gave is published, or the log turned out to be unreadable.</summary>
    public Task Started => this.started.Task;

    /// <summary>Why not, for a person; null when ready.</summary>
    public string? NotReadyReason => this.notReadyReason;

    /// <summary>
    /// Reads the log, then works until cancelled; what was handed over by then is still made durable. When the log fails the feed is no longer
    /// ready and takes nothing more, but goes on publishing what it knows.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        bool isRecovered = await Task.Run(() => this.TryRecover(cancellationToken), CancellationToken.None).ConfigureAwait(false);
        using CancellationTokenRegistration stop = cancellationToken.UnsafeRegister(static state => ((FeedRuntime)state!).Stop(), this);
        if (isRecovered)
        {
            isRecovered = await this.TryStandAsync().ConfigureAwait(false);
        }

        this.loop.TakenThrough = this.log.LastSequence;
        this.loop.PublishRestored();
        if (isRecovered)
        {
            Interlocked.CompareExchange(ref this.notReadyReason, null, Starting);
        }

        Task publishing = this.loop.RunAsync();
        this.started.TrySetResult();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task writing = isRecovered ? this.WriteAsync(ending.Token) : this.IdleAsync(ending.Token);

        // Whichever ends first by a bug takes the other with it.
        await Task.WhenAny(publishing, writing).ConfigureAwait(false);
        this.Stop();
        await ending.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(publishing, writing).ConfigureAwait(false);
    }

    /// <summary>
    /// Goes over to another static feed while it runs. A pipeline for it learns from this one, reads the log beside it and takes its place between two
    /// observations: vehicles keep their state as far as the new feed has their runs, states go on counting, and nothing is refused meanwhile.
    /// </summary>
    /// <param name="schedule">The static feed.</param>
    /// <param name="devices">The counting devices, read against it; null: none.</param>
    /// <param name="model">A model of this pipeline's own; null: the formula alone.</param>
    /// <param name="loadModel">A model of this pipeline's own; null: the formula alone.</param>
    /// <param name="cancellationToken">Gives up; the former one then goes on.</param>
    /// <exception cref="InvalidOperationException">The feed is not ready, or stopping.</exception>
    /// <exception cref="IOException">The log cannot be read; the former one goes on.</exception>
    public async Task ReplaceScheduleAsync(Schedule schedule, DeviceRegistry? devices, IArrivalModel? model, ILoadModel? loadModel, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        if (this.notReadyReason is { } reason)
        {
            throw new InvalidOperationException($"The feed is not ready: {reason}.");
        }

        await this.AnnounceChangesAsync(cancellationToken).ConfigureAwait(false);
        FusionPipeline pipeline = new(this.Feed, schedule, this.options.Fusion, this.Ledger, model, devices, loadModel);
        PipelineReplay next = await this.loop.PrepareAsync(pipeline, cancellationToken).ConfigureAwait(false);
        Timestamp from = Timestamp.Now(this.clock).AddSeconds(-60 * this.options.RecoveryMinutes);
        await Task.Run(
            () =>
            {
                next.Begin(this.log, from, cancellationToken);
                next.GoOn(this.log, this.log.LastSequence, cancellationToken);
            },
            cancellationToken).ConfigureAwait(false);
        await this.loop.TakeOverAsync(next, (replay, upTo) => replay.GoOn(this.log, upTo, CancellationToken.None), cancellationToken).ConfigureAwait(false);
        this.described = devices;
        this.gate.MoveTo(schedule.Extent);
        this.Schedule = schedule;
    }

    /// <summary>Closes the log. Call it when <see cref="RunAsync"/> has ended.</summary>
    public ValueTask DisposeAsync()
    {
        this.loop.Complete();
        return this.log.DisposeAsync();
    }

    private bool TryRecover(CancellationToken cancellationToken)
    {
        Timestamp from = Timestamp.Now(this.clock).AddSeconds(-60 * this.options.RecoveryMinutes);
        try
        {
            this.loop.RestoreKept();
            foreach (LoggedRecord record in this.log.Read(this.FirstToRead(from), CancellationToken.None))
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    return false;
                }

                if (record.Observation.ReceivedAt < from)
                {
                    this.loop.RestoreCounts(record.Observation);
                    continue;
                }

                this.gate.Restore(record.Observation);
                this.Devices.NoteAccepted(record.Observation);
                this.loop.Restore(record.Observation);
            }

            return true;
        }
        catch (IOException e)
        {
            this.Fail(e);
            return false;
        }
    }

    /// <summary>The log's newest part may not reach back to when operators wrote what still stands: it is there again before anything is shown.</summary>
    private async Task<bool> TryStandAsync()
    {
        if (this.ChangesNow?.Invoke() is not { Version: > 0 } book)
        {
            return true;
        }

        try
        {
            var standing = ServiceChanges.Of(book, Timestamp.Now(this.clock));
            await this.log.AppendAsync([standing], CancellationToken.None).ConfigureAwait(false);
            this.gate.Restore(standing);
            this.loop.Restore(standing);
            return true;
        }
        catch (IOException e)
        {
            this.Fail(e);
            return false;
        }
    }

    /// <summary>Lets what operators want count from here on; returns when it is durable in the log.</summary>
    /// <exception cref="IOException">The log failed, or the feed is stopping.</exception>
    public async Task AnnounceChangesAsync(CancellationToken cancellationToken)
    {
        if (this.ChangesNow?.Invoke() is { } book)
        {
            await (await this.Intake.EnqueueAsync([ServiceChanges.Of(book, Timestamp.Now(this.clock))], cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    /// <summary>A hub that was down for long has counts in the log that its file does not have yet.</summary>
    private Timestamp FirstToRead(Timestamp from) =>
        this.loop.CountedThrough is { } through && through.AddSeconds(-CountBook.DisorderSeconds) < from ? through.AddSeconds(-CountBook.DisorderSeconds) : from;

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await this.writer.RunAsync().ConfigureAwait(false);
        }
        catch (IOException e)
        {
            this.Fail(e);
            await this.IdleAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            this.loop.Complete();
        }
    }

    /// <summary>Takes nothing, while the loop goes on letting time pass over what is known.</summary>
    private async Task IdleAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, this.clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        this.loop.Complete();
    }

    private void Fail(IOException reason)
    {
        this.notReadyReason = reason.Message;
        this.Intake.Close(reason, failQueued: true);
    }

    private void Stop()
    {
        this.notReadyReason ??= "stopping";
        this.Intake.Close(new IOException("The hub is stopping."), failQueued: false);
    }
}
