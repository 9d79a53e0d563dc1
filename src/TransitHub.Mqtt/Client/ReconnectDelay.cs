namespace TransitHub.Mqtt.Client;

/// <summary>
/// Waits that double up to a bound, each shortened by chance to between half and all of it, so that many
/// hubs do not come back to a restarted broker in the same moment.
/// </summary>
internal sealed class ReconnectDelay
{
    private readonly int min;
    private readonly int max;
    private readonly Random random;
    private int next;

    public ReconnectDelay(int minMilliseconds, int maxMilliseconds, Random random)
    {
        this.min = minMilliseconds;
        this.max = maxMilliseconds;
        this.random = random;
        this.next = minMilliseconds;
    }

    public TimeSpan Next()
    {
        int whole = this.next;
        this.next = (int)Math.Min(this.max, whole * 2L);
        return TimeSpan.FromMilliseconds(whole * (0.5 + this.random.NextDouble() / 2));
    }

    public void Reset() => this.next = this.min;
}
