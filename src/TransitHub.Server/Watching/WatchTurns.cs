namespace TransitHub.Server.Watching;

/// <summary>
/// Lets few streams at a time go on. A new state is for all readers at once; thousands of them in the pool's queue would stand before every call that comes meanwhile. So they stand in a line of their own, and after
/// some of them the line goes behind what has come to the pool since. No more than half of the processors work on it. Safe for many threads.
/// </summary>
/// <param name="width">So many at a time.</param>
internal sealed class WatchTurns(int width) : IThreadPoolWorkItem
{
    /// <summary>Some tens of microseconds each: what a call waits for one of these to end is less than a millisecond.</summary>
    private const int AtOnce = 8;

    private readonly Lock sync = new();
    private readonly Queue<WatchSeat> line = new();
    private int working;

    /// <summary>Half of the processors, at least one.</summary>
    public static int Half => Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>These go on when it is their turn, in this order.</summary>
    public void Add(IReadOnlyList<WatchSeat> seats)
    {
        int more;
        lock (this.sync)
        {
            foreach (WatchSeat seat in seats)
            {
                this.line.Enqueue(seat);
            }

            more = Math.Min(width - this.working, this.line.Count);
            this.working += more;
        }

        for (; more > 0; more--)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        for (int i = 0; i < AtOnce; i++)
        {
            WatchSeat? next;
            lock (this.sync)
            {
                if (!this.line.TryDequeue(out next))
                {
                    this.working--;
                    return;
                }
            }

            next.GoOn();
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
