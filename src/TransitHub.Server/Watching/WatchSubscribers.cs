namespace TransitHub.Server.Watching;

/// <summary>Counts open streams and refuses one too many.</summary>
internal sealed class WatchSubscribers(int limit)
{
    private int count;

    /// <summary>How many streams are open.</summary>
    public int Count => Volatile.Read(ref this.count);

    /// <summary>The most that may be open.</summary>
    public int Limit => limit;

    /// <summary>Opens one; null when there are as many as may be. Disposing it closes it.</summary>
    public IDisposable? TryEnter()
    {
        if (Interlocked.Increment(ref this.count) <= limit)
        {
            return new Place(this);
        }

        Interlocked.Decrement(ref this.count);
        return null;
    }

    private sealed class Place(WatchSubscribers subscribers) : IDisposable
    {
        private int left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref this.left, 1) == 0)
            {
                Interlocked.Decrement(ref subscribers.count);
            }
        }
    }
}
