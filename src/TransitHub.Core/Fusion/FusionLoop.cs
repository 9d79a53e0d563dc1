using System.Threading.Channels;
using TransitHub.Core.Counting;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;

namespace TransitHub.Core.Fusion;

/// <summary>
/// The one thread of work that touches a feed's pipeline: takes durable batches, lets time pass once a
/// second, and publishes the state that results, not oftener than the options say.
/// </summary>
public sealed class FusionLoop
{
    private readonly SnapshotPublisher publisher;
    private readonly FusionLoopOptions options;
    private readonly TimeProvider clock;
    private readonly KeptFiles? kept;
    private readonly Channel<DurableBatch> batches;
    private readonly FusionTelemetry telemetry;
    private volatile FusionPipeline pipeline;
    private IReadOnlyList<KeptPart> parts;
    private long alreadyTaken;
    private Timestamp now;
    private Timestamp advancedAt;
    private Timestamp publishedAt;
    private Timestamp keptAt;
    private Task keeping = Task.CompletedTask;
    private bool isChanged;
    private Published counters = new(default);

    /// <summary>Puts the parts together; nothing else may use the pipeline from then on.</summary>
    /// <param name="pipeline">The pipeline, of which nothing was asked yet.</param>
    /// <param name="publisher">Takes the states.</param>
    /// <param name="options">The operator's settings.</param>
    /// <param name="clock">The hub's clock.</param>
    /// <param name="kept">Where what was learned and counted is kept over a restart; null: nowhere.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public FusionLoop(FusionPipeline pipeline, SnapshotPublisher publisher, FusionLoopOptions options, TimeProvider clock, KeptFiles? kept = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(publisher);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        SettingRanges.ThrowIfAny(options.Check(), nameof(options));
        this.pipeline = pipeline;
        this.publisher = publisher;
        this.options = options;
        this.clock = clock;
        this.kept = kept;
        this.parts = kept?.PartsOf(pipeline) ?? [];
        this.batches = Channel.CreateBounded<DurableBatch>(new BoundedChannelOptions(options.QueuedBatches) { SingleReader = true });
        this.telemetry = new FusionTelemetry(publisher.Current.Feed, publisher.Followed, clock);
    }

    /// <summary>What the pipeline had done when the newest state was published. Any thread may ask.</summary>
    public FusionCounters Counters => Volatile.Read(ref this.counters).Value;

    /// <summary>What is counted. Any thread may read it.</summary>
    public CountBook Counting => this.pipeline.Counting;

    /// <summary>The place in the log up to which observations came through <see cref="EnqueueAsync"/>, or were restored: set it after the last <see cref="Restore"/>.</summary>
    internal long TakenThrough { get; set; }

    /// <summary>Durable batches that wait. Any thread may ask.</summary>
    public int QueuedBatches => this.batches.Reader.Count;

    /// <summary>Takes a durable batch; waits while too many wait already.</summary>
    public ValueTask EnqueueAsync(IReadOnlyList<Observation> batch, CancellationToken cancellationToken) =>
        this.batches.Writer.WriteAsync(new DurableBatch(batch, this.clock.GetTimestamp(), null), cancellationToken);

    /// <summary>Begins a pipeline that may take the place of the present one, with all that this one has learned and counted.</summary>
    /// <param name="next">The pipeline, of which nothing was asked yet.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    internal async Task<PipelineReplay> PrepareAsync(FusionPipeline next, CancellationToken cancellationToken)
    {
        Dictionary<string, byte[]> learned = [];
        await this.DoAsync(
            () =>
            {
                foreach (KeptPart part in this.parts)
                {
                    learned[part.Name] = part.Encode();
                }
            },
            cancellationToken).ConfigureAwait(false);
        IReadOnlyList<KeptPart> nextParts = this.kept?.PartsOf(next) ?? [];
        foreach (KeptPart part in nextParts.Where(p => learned.ContainsKey(p.Name)))
        {
            part.Take(learned[part.Name]);
        }

        return new PipelineReplay(next, nextParts);
    }

    /// <summary>
    /// Lets a prepared pipeline take over between two observations: the last records that it lacks it gets here. Readers get a whole new state, since
    /// indexes of another static feed mean other things.
    /// </summary>
    /// <param name="next">What <see cref="PrepareAsync"/> gave, up to date but for a moment.</param>
    /// <param name="catchUp">Gives it the records up to a place in the log.</param>
    /// <param name="cancellationToken">Ends the waiting; once it has begun it is not left half done.</param>
    internal Task TakeOverAsync(PipelineReplay next, Action<PipelineReplay, long> catchUp, CancellationToken cancellationToken) => this.DoAsync(
        () =>
        {
            catchUp(next, this.TakenThrough);
            this.now = Later(this.now, Timestamp.Now(this.clock));
            next.Pipeline.ContinueAfter(this.publisher.Current.Sequence);
            HubSnapshot state = next.Pipeline.TakeSnapshot(this.now);

            // From here on nothing can fail.
            this.alreadyTaken = Math.Max(0, next.Through - this.TakenThrough);
            (this.pipeline, this.parts, this.advancedAt) = (next.Pipeline, next.Parts, this.now);
            Volatile.Write(ref this.counters, new Published(next.Pipeline.Counters));
            this.publisher.Restart(state);
            (this.publishedAt, this.isChanged) = (this.now, false);
        },
        cancellationToken);

    /// <summary>No more batches come; <see cref="RunAsync"/> ends when those that wait are done.</summary>
    public void Complete() => this.batches.Writer.TryComplete();

    /// <summary>Takes over what was kept: call it before the first <see cref="Restore"/>.</summary>
    public void RestoreKept()
    {
        foreach (KeptPart part in this.parts)
        {
            part.Restore();
        }
    }

    /// <summary>The newest record whose counts were kept; null: none was, so that all that the log has is to be taken.</summary>
    public Timestamp? CountedThrough => this.pipeline.Counting.Through.UnixMilliseconds == long.MinValue ? null : this.pipeline.Counting.Through;

    /// <summary>Takes only what a record from the log counts: it is too old to say anything of the present.</summary>
    public void RestoreCounts(Observation observation) => this.pipeline.Counting.Take(observation);

    /// <summary>
    /// Takes an observation from the log before the loop runs. Time passes with the records, as it did when they came, and is
    /// never again earlier than the latest of them.
    /// </summary>
    public void Restore(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        this.PassTime(observation);
        this.pipeline.Restore(observation);
        this.isChanged = true;
    }

    /// <summary>Publishes what the log gave: call it once, after the last <see cref="Restore"/> and before <see cref="RunAsync"/>.</summary>
    public void PublishRestored()
    {
        this.now = Later(this.now, Timestamp.Now(this.clock));
        this.AdvanceIfDue();
        this.Publish();
        this.keptAt = this.now;
        foreach (KeptPart part in this.parts)
        {
            part.NoteRestored();
        }
    }

    /// <summary>Works until <see cref="Complete"/> was called and all that waits is done.</summary>
    public async Task RunAsync()
    {
        TimeSpan period = TimeSpan.FromMilliseconds(StateTempo.TickMilliseconds(this.options));

        // A tick is an empty batch. When the queue is full a tick is lost, which does no harm: the loop
        // looks at the clock after every batch.
        ITimer timer = this.clock.CreateTimer(
            static state => ((ChannelWriter<DurableBatch>)state!).TryWrite(DurableBatch.Tick), this.batches.Writer, period, period);
        await using (timer.ConfigureAwait(false))
        {
            await foreach (DurableBatch batch in this.batches.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                batch.Work?.Invoke();
                this.Process(batch);
                this.Tick();
            }
        }

        if (this.isChanged)
        {
            this.Publish();
        }

        await this.keeping.ConfigureAwait(false);
        this.KeepParts();
        await this.keeping.ConfigureAwait(false);
    }

    private void Process(DurableBatch batch)
    {
        if (batch.Observations.Count == 0)
        {
            return;
        }

        this.telemetry.Begin();
        this.TakenThrough += batch.Observations.Count;
        int first = (int)Math.Min(this.alreadyTaken, batch.Observations.Count);
        this.alreadyTaken -= first;
        for (int i = first; i < batch.Observations.Count; i++)
        {
            this.Process(batch.Observations[i]);
        }

        this.telemetry.EndBatch(batch.Observations, batch.DurableAt);
    }

    /// <summary>Does something between two batches, on the one thread that may touch the pipeline.</summary>
    private async Task DoAsync(Action work, CancellationToken cancellationToken)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        void Do()
        {
            try
            {
                work();
                done.SetResult();
            }
            catch (Exception exception) when (exception is IOException or InvalidOperationException)
            {
                done.SetException(exception);
            }
        }

        try
        {
            await this.batches.Writer.WriteAsync(new DurableBatch([], 0, Do), cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new InvalidOperationException("The feed is stopping.");
        }

        await done.Task.ConfigureAwait(false);
    }

    private void Process(Observation observation)
    {
        this.PassTime(observation);
        this.pipeline.Process(observation);
        this.isChanged = true;
    }

    private void PassTime(Observation observation)
    {
        this.now = Later(this.now, observation.ReceivedAt);
        this.AdvanceIfDue();
    }

    private void Tick()
    {
        this.now = Later(this.now, Timestamp.Now(this.clock));
        this.AdvanceIfDue();
        if (this.isChanged && StateTempo.IsStateDue(this.now, this.publishedAt, this.publisher.Current.Vehicles.Length, this.options))
        {
            this.Publish();
        }

        if (this.now.SecondsSince(this.keptAt) >= 60 * this.options.HistoryMinutes && this.keeping.IsCompleted)
        {
            this.KeepParts();
        }
    }

    /// <summary>The bytes are made here, by the one thread that may; they are written elsewhere, since a disk can be slow.</summary>
    private void KeepParts()
    {
        this.keptAt = this.now;
        Action[] writes = [.. this.parts.Select(p => p.Keep()).OfType<Action>()];
        if (writes.Length > 0)
        {
            this.keeping = Task.Run(() => Array.ForEach(writes, write => write()));
        }
    }

    private void AdvanceIfDue()
    {
        if (StateTempo.IsAdvanceDue(this.now, this.advancedAt))
        {
            this.advancedAt = this.now;
            this.pipeline.Advance(this.now);
            this.isChanged = true;
        }
    }

    private void Publish()
    {
        this.now = Later(this.now, Timestamp.Now(this.clock));
        this.telemetry.Begin();
        HubSnapshot state = this.pipeline.TakeSnapshot(this.now);

        // First the counters: who waited for the state may ask for them at once.
        Volatile.Write(ref this.counters, new Published(this.pipeline.Counters));
        this.telemetry.EndState(state.Sequence);
        this.publisher.Publish(state);
        this.publishedAt = this.now;
        this.isChanged = false;
    }

    private static Timestamp Later(Timestamp a, Timestamp b) => a > b ? a : b;

    private sealed record Published(FusionCounters Value);

    private readonly record struct DurableBatch(IReadOnlyList<Observation> Observations, long DurableAt, Action? Work)
    {
        /// <summary>Nothing came, but time has passed.</summary>
        public static DurableBatch Tick { get; } = new([], 0, null);
    }
}
