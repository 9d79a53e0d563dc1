namespace TransitHub.Mqtt.Access;

/// <summary>A rate with a burst: what is not used is saved up to the burst. Not safe for many threads.</summary>
internal sealed class TokenBucket
{
    private readonly double perSecond;
    private readonly double burst;
    private readonly TimeProvider clock;
    private double tokens;
    private long filledAt;

    /// <param name="perSecond">What comes in, in tokens a second.</param>
    /// <param name="burst">The most that is saved; it starts full.</param>
    /// <param name="clock">Measures the time.</param>
    public TokenBucket(double perSecond, double burst, TimeProvider clock)
    {
        this.perSecond = perSecond;
        this.burst = burst;
        this.clock = clock;
        this.tokens = burst;
        this.filledAt = clock.GetTimestamp();
    }

    /// <summary>True when so many can be taken.</summary>
    public bool Has(double amount)
    {
        long now = this.clock.GetTimestamp();
        this.tokens = Math.Min(this.burst, this.tokens + (this.clock.GetElapsedTime(this.filledAt, now).TotalSeconds * this.perSecond));
        this.filledAt = now;
        return this.tokens >= amount;
    }

    /// <summary>Takes as many as <see cref="Has"/> said are there.</summary>
    public void Take(double amount) => this.tokens -= amount;

    /// <summary>Takes so many, or none and gives false.</summary>
    public bool TryTake(double amount)
    {
        bool has = this.Has(amount);
        if (has)
        {
            this.Take(amount);
        }

        return has;
    }
}
