using TransitHub.Core.Ids;

namespace TransitHub.Core.Telemetry;

/// <summary>
/// Which states have observations that are followed, for those who turn states into bytes: they may join several. The newest are
/// kept, and asking costs nothing while there are none.
/// </summary>
public sealed class FollowedStates
{
    private const int Kept = 256;

    private readonly Lock sync = new();
    private readonly Queue<Entry> entries = new();
    private long newest = -1;

    /// <summary>Notes what a state has in it for the first time. States come in order.</summary>
    public void Note(long sequence, IReadOnlyList<FollowedObservation> followed)
    {
        ArgumentNullException.ThrowIfNull(followed);
        if (followed.Count == 0)
        {
            return;
        }

        lock (this.sync)
        {
            foreach (FollowedObservation one in followed)
            {
                if (this.entries.Count == Kept)
                {
                    this.entries.Dequeue();
                }

                this.entries.Enqueue(new Entry(sequence, one));
            }

            Volatile.Write(ref this.newest, sequence);
        }
    }

    /// <summary>What came into the states after one and up to another.</summary>
    public IReadOnlyList<ObservationTrace> Between(long after, long upTo)
    {
        if (Volatile.Read(ref this.newest) <= after)
        {
            return [];
        }

        lock (this.sync)
        {
            return [.. this.entries.Where(e => e.Sequence > after && e.Sequence <= upTo).Select(e => e.Followed.Trace)];
        }
    }

    /// <summary>As <see cref="Between"/>, of the devices asked for, and each only once: the first reader's stream that has it.</summary>
    public IReadOnlyList<ObservationTrace> TakeUnsent(long after, long upTo, Func<DeviceId, bool> isSent)
    {
        ArgumentNullException.ThrowIfNull(isSent);
        if (Volatile.Read(ref this.newest) <= after)
        {
            return [];
        }

        lock (this.sync)
        {
            Entry[] unsent = [.. this.entries.Where(e => !e.IsSent && e.Sequence > after && e.Sequence <= upTo && isSent(e.Followed.Device))];
            Array.ForEach(unsent, e => e.IsSent = true);
            return [.. unsent.Select(e => e.Followed.Trace)];
        }
    }

    private sealed class Entry(long sequence, FollowedObservation followed)
    {
        public long Sequence => sequence;

        public FollowedObservation Followed => followed;

        public bool IsSent { get; set; }
    }
}
