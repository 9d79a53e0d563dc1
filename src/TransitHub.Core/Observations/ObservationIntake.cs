using System.Runtime.InteropServices;
using TransitHub.Core.Ids;

namespace TransitHub.Core.Observations;

/// <summary>
/// The bounded queue between the adapters of a feed (any number of threads) and its one writer. What
/// needs an acknowledgement waits when the queue is full; what needs none is conflated by vehicle, so
/// that the newest position of each is what remains.
/// </summary>
public sealed class ObservationIntake
{
    private readonly IntakeOptions options;
    private readonly Lock sync = new();
    private readonly Queue<IntakeSubmission> queue = new();
    private readonly Queue<Waiter> waiters = new();
    private readonly Dictionary<ConflationKey, Observation> newest = [];
    private readonly long[] acceptedOf = new long[ObservationKindText.Count];
    private TaskCompletionSource work = NewSignal();
    private Exception? closed;
    private int queuedBeforeNewest;
    private long queued;
    private long received;
    private long accepted;
    private long rejected;
    private long conflated;
    private long failed;

    /// <summary>Starts empty.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="ledger">Counts what is refused, by reason; shared with the decoders and the pipeline of the feed.</param>
    /// <param name="options">The operator's settings.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public ObservationIntake(FeedId feed, RejectionLedger ledger, IntakeOptions options)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(options);
        SettingRanges.ThrowIfAny(options.Check(), nameof(options));
        this.Feed = feed;
        this.Ledger = ledger;
        this.options = options;
    }

    /// <summary>The feed.</summary>
    public FeedId Feed { get; }

    /// <summary>Where decoders count what they refuse of this feed.</summary>
    public RejectionLedger Ledger { get; }

    /// <summary>What was taken and what became of it, at one moment.</summary>
    public IntakeCounters Counters
    {
        get
        {
            lock (this.sync)
            {
                return new(this.received, this.accepted, this.rejected, this.conflated, this.failed,
                    this.received - this.accepted - this.rejected - this.conflated - this.failed);
            }
        }
    }

    /// <summary>How many of a kind are durable.</summary>
    public long AcceptedOf(ObservationKind kind) => Interlocked.Read(ref this.acceptedOf[(int)kind]);

    /// <summary>
    /// Hands over observations that are acknowledged one day (QoS 1 and 2). Waits while the queue is full. The task it gives
    /// completes when every observation is durable or rejected.
    /// </summary>
    /// <param name="observations">In order; the list must not change afterwards.</param>
    /// <param name="cancellationToken">Ends the wait for room; what is queued stays queued.</param>
    /// <returns>
    /// A task that completes when all are settled, and faults with an <see cref="IOException"/> when the log failed or the hub stops:
    /// then nothing may be acknowledged.
    /// </returns>
    public async ValueTask<Task> EnqueueAsync(IReadOnlyList<Observation> observations, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(observations);
        if (observations.Count == 0)
        {
            return Task.CompletedTask;
        }

        var submission = new IntakeSubmission(observations, isAwaited: true);
        Waiter waiter;
        lock (this.sync)
        {
            if (this.closed is not null)
            {
                return this.Refuse(submission, this.closed);
            }

            if (this.waiters.Count == 0 && this.HasRoom(observations.Count))
            {
                this.Add(submission);
                return submission.Settled;
            }

            waiter = new Waiter(submission);
            this.waiters.Enqueue(waiter);
        }

        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((Waiter)state!).Admitted.TrySetCanceled(token), waiter);
        await waiter.Admitted.Task.ConfigureAwait(false);
        return submission.Settled;
    }

    /// <summary>
    /// Hands over observations that nobody acknowledges (QoS 0). Never waits: while the queue is full only the newest position of
    /// each vehicle is kept, and what it replaces is counted as <see cref="RejectionReason.Conflated"/>.
    /// </summary>
    public void Offer(IReadOnlyList<Observation> observations)
    {
        ArgumentNullException.ThrowIfNull(observations);
        if (observations.Count == 0)
        {
            return;
        }

        var submission = new IntakeSubmission(observations, isAwaited: false);
        lock (this.sync)
        {
            if (this.closed is not null)
            {
                this.Refuse(submission, this.closed);
            }
            else if (this.newest.Count == 0 && this.waiters.Count == 0 && this.HasRoom(observations.Count))
            {
                this.Add(submission);
            }
            else
            {
                this.received += observations.Count;
                if (this.newest.Count == 0)
                {
                    this.queuedBeforeNewest = this.queue.Count;
                }

                foreach (Observation observation in observations)
                {
                    this.Conflate(observation);
                }

                this.work.TrySetResult();
            }
        }
    }

    /// <summary>Completes with true when there is something to drain, with false when the intake is closed and empty.</summary>
    internal async ValueTask<bool> WaitForWorkAsync()
    {
        while (true)
        {
            Task wait;
            lock (this.sync)
            {
                if (this.queue.Count > 0 || this.newest.Count > 0)
                {
                    return true;
                }

                if (this.closed is not null)
                {
                    return false;
                }

                if (this.work.Task.IsCompleted)
                {
                    this.work = NewSignal();
                }

                wait = this.work.Task;
            }

            await wait.ConfigureAwait(false);
        }
    }

    /// <summary>Takes what waits, up to one batch (a single larger submission goes alone), and lets those in who wait for room.</summary>
    internal void Drain(List<IntakeSubmission> into)
    {
        lock (this.sync)
        {
            int taken = 0;
            while (this.queue.TryPeek(out IntakeSubmission? next) && (taken == 0 || taken + next.Observations.Count <= this.options.MaxBatch))
            {
                this.queue.Dequeue();
                this.queuedBeforeNewest--;
                taken += next.Observations.Count;
                into.Add(next);
            }

            // Their turn comes after what was queued before the first of them, however much comes behind.
            if (this.newest.Count > 0 && this.queuedBeforeNewest <= 0)
            {
                into.Add(new IntakeSubmission([.. this.newest.Values], isAwaited: false));
                this.newest.Clear();
            }

            this.queued -= taken;
            this.Admit();
        }
    }

    /// <summary>Counts what the writer settled.</summary>
    internal void CountSettled(List<Observation> acceptedOnes, int rejectedCount)
    {
        foreach (Observation one in acceptedOnes)
        {
            this.acceptedOf[(int)one.Kind]++;
        }

        lock (this.sync)
        {
            this.accepted += acceptedOnes.Count;
            this.rejected += rejectedCount;
        }
    }

    /// <summary>Takes nothing more. What is queued may still be drained, unless <paramref name="failQueued"/>.</summary>
    /// <param name="reason">Why; what comes later faults with it.</param>
    /// <param name="failQueued">True when the log failed: all that waits faults too.</param>
    internal void Close(IOException reason, bool failQueued)
    {
        lock (this.sync)
        {
            this.closed ??= reason;
            this.FailWaiters(reason);
            if (failQueued)
            {
                this.FailQueue(reason);
            }

            this.work.TrySetResult();
        }
    }

    /// <summary>Faults what was drained and could not be stored, and all that waits behind it and would be stored before it comes again; goes on taking.</summary>
    internal void FailAll(List<IntakeSubmission> drained, IOException reason)
    {
        lock (this.sync)
        {
            this.FailDrained(drained, reason);
            this.FailQueue(reason);
            this.FailWaiters(reason);
        }
    }

    /// <summary>Faults submissions that were drained and could not be stored.</summary>
    internal void FailDrained(List<IntakeSubmission> submissions, IOException reason)
    {
        lock (this.sync)
        {
            foreach (IntakeSubmission submission in submissions)
            {
                this.failed += submission.Observations.Count;
                submission.Fail(reason);
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool HasRoom(int count) => this.queued == 0 || this.queued + count <= this.options.QueueCapacity;

    private void Add(IntakeSubmission submission)
    {
        this.received += submission.Observations.Count;
        this.queued += submission.Observations.Count;
        this.queue.Enqueue(submission);
        this.work.TrySetResult();
    }

    private Task Refuse(IntakeSubmission submission, Exception reason)
    {
        this.received += submission.Observations.Count;
        this.failed += submission.Observations.Count;
        submission.Fail(reason);
        return submission.Settled;
    }

    private void FailQueue(IOException reason)
    {
        while (this.queue.TryDequeue(out IntakeSubmission? submission))
        {
            this.failed += submission.Observations.Count;
            submission.Fail(reason);
        }

        this.failed += this.newest.Count;
        this.newest.Clear();
        this.queued = 0;
    }

    private void FailWaiters(IOException reason)
    {
        while (this.waiters.TryDequeue(out Waiter? waiter))
        {
            if (waiter.Admitted.TrySetResult())
            {
                this.Refuse(waiter.Submission, reason);
            }
        }
    }

    private void Admit()
    {
        while (this.waiters.TryPeek(out Waiter? waiter)
            && (waiter.Admitted.Task.IsCanceled || this.HasRoom(waiter.Submission.Observations.Count)))
        {
            this.waiters.Dequeue();
            if (waiter.Admitted.TrySetResult())
            {
                this.Add(waiter.Submission);
            }
        }
    }

    private void Conflate(Observation observation)
    {
        var key = ConflationKey.Of(observation);
        if (this.newest.Count >= this.options.ConflatedVehicles && !this.newest.ContainsKey(key))
        {
            this.rejected++;
            this.Ledger.Add(
                observation.ReceivedAt, key.Itself is null ? RejectionReason.TooManyDevices : RejectionReason.QueueFull, observation.Device.ToString(),
                $"the queue is full and the newest of {this.options.ConflatedVehicles} vehicles and counts wait already");
            return;
        }

        ref Observation? kept = ref CollectionsMarshal.GetValueRefOrAddDefault(this.newest, key, out bool known);
        if (known)
        {
            this.conflated++;
            this.Ledger.Count(RejectionReason.Conflated);
        }

        if (kept is null || !IsNewer(kept, observation))
        {
            kept = observation;
        }
    }

    private static bool IsNewer(Observation one, Observation other) => (one, other) switch
    {
        (AvlReport a, AvlReport b) => a.MeasuredAt > b.MeasuredAt,
        (TrafficCount a, TrafficCount b) => a.To > b.To,
        _ => false,
    };

    private sealed record Waiter(IntakeSubmission Submission)
    {
        public TaskCompletionSource Admitted { get; } = NewSignal();
    }
}
