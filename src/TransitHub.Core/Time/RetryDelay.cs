namespace TransitHub.Core.Time;

/// <summary>
/// Waits that double up to a bound, each shortened by chance to between half and all of it, so that many
/// hubs do not come back to a restarted server in the same moment.
/// </summary>
public sealed class RetryDelay
{
    private readonly int min;
    private readonly int max;
    private readonly Random random;
    private int next;

    /// <summary>Starts with the shortest.</summary>
    /// <param name="minMilliseconds">The first wait before chance shortens it, 1 or more.</param>
    /// <param name="maxMilliseconds">The longest.</param>
    /// <param name="random">The chance.</param>
    public RetryDelay(int minMilliseconds, int maxMilliseconds, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        this.min = minMilliseconds;
        this.max = maxMilliseconds;
        this.random = random;
        this.next = minMilliseconds;
    }

    /// <summary>The next wait.</summary>
    public TimeSpan Next()
    {
        int whole = this.next;
        this.next = (int)Math.Min(this.max, whole * 2L);
        return TimeSpan.FromMilliseconds(whole * (0.5 + this.random.NextDouble() / 2));
    }

    /// <summary>It went well: the next wait is the shortest again.</summary>
    public void Reset() => this.next = this.min;
}
