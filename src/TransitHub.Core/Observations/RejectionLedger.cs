using TransitHub.Core.Time;

namespace TransitHub.Core.Observations;

/// <summary>
/// Counts every rejection of a feed by reason and keeps the newest of each reason for the operator.
/// Safe for many threads; counting takes no lock.
/// </summary>
public sealed class RejectionLedger
{
    /// <summary>How many samples of each reason are kept.</summary>
    public const int SamplesPerReason = 50;

    private readonly long[] counts = new long[RejectionReasonText.Count];
    private readonly Queue<Rejection>[] samples = [.. Enumerable.Range(0, RejectionReasonText.Count).Select(_ => new Queue<Rejection>())];

    /// <summary>Counts without keeping a sample: for hot paths.</summary>
    public void Count(RejectionReason reason, long by = 1) => Interlocked.Add(ref this.counts[(int)reason], by);

    /// <summary>Counts and keeps the rejection as a sample, pushing out the oldest of its reason.</summary>
    public void Add(Rejection rejection)
    {
        this.Count(rejection.Reason);
        Queue<Rejection> queue = this.samples[(int)rejection.Reason];
        lock (queue)
        {
            if (queue.Count == SamplesPerReason)
            {
                queue.Dequeue();
            }

            queue.Enqueue(rejection);
        }
    }

    /// <summary>Counts and keeps a sample.</summary>
    public void Add(Timestamp at, RejectionReason reason, string device, string detail) => this.Add(new Rejection(at, reason, device, detail));

    /// <summary>Shows of a reason what was counted and kept elsewhere, in place of what it has.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="count">How many so far.</param>
    /// <param name="newest">Samples, oldest first; only the newest are kept. Null: those that are kept stay.</param>
    internal void Show(RejectionReason reason, long count, IEnumerable<Rejection>? newest)
    {
        Interlocked.Exchange(ref this.counts[(int)reason], count);
        if (newest is null)
        {
            return;
        }

        Queue<Rejection> queue = this.samples[(int)reason];
        lock (queue)
        {
            queue.Clear();
            foreach (Rejection rejection in newest.TakeLast(SamplesPerReason))
            {
                queue.Enqueue(rejection);
            }
        }
    }

    /// <summary>How many of a reason so far.</summary>
    public long CountOf(RejectionReason reason) => Interlocked.Read(ref this.counts[(int)reason]);

    /// <summary>The kept samples of a reason, oldest first.</summary>
    public IReadOnlyList<Rejection> SamplesOf(RejectionReason reason)
    {
        Queue<Rejection> queue = this.samples[(int)reason];
        lock (queue)
        {
            return [.. queue];
        }
    }

    /// <summary>All reasons seen so far with their counts, in the order of the flow.</summary>
    public IReadOnlyList<KeyValuePair<RejectionReason, long>> List() =>
        [.. Enum.GetValues<RejectionReason>().Select(r => KeyValuePair.Create(r, this.CountOf(r))).Where(p => p.Value > 0)];
}
