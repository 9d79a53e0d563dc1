using TransitHub.Core.Time;

namespace TransitHub.Simulation.Time;

/// <summary>
/// The time of a simulated city, which the hub that watches it shares: it runs a number of times as fast as real time, and
/// never past what was delivered (<see cref="Release"/>), so that a hub that cannot keep up slows the city down instead of
/// finding its reports old. Timers and elapsed times stay real: a hub's rounds cost what they cost at any speed. Safe for
/// many threads.
/// </summary>
public sealed class CityClock : TimeProvider
{
    private readonly TimeProvider real;
    private readonly Lock gate = new();
    private long anchorTicks;
    private long anchorTimestamp;
    private long limitTicks;

    /// <summary>Starts standing at <paramref name="start"/>; <see cref="Release"/> lets it run.</summary>
    /// <param name="real">Real time.</param>
    /// <param name="speed">Seconds of the city in a real second, above 0; null: as fast as it is released.</param>
    /// <param name="start">The city's time now.</param>
    public CityClock(TimeProvider real, double? speed, Timestamp start)
    {
        ArgumentNullException.ThrowIfNull(real);
        if (speed is { } times)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(times, nameof(speed));
        }

        this.real = real;
        this.Speed = speed;
        this.anchorTicks = this.limitTicks = Ticks(start);
        this.anchorTimestamp = real.GetTimestamp();
    }

    /// <summary>Seconds of the city in a real second; null: as fast as it is released.</summary>
    public double? Speed { get; }

    /// <inheritdoc/>
    public override long TimestampFrequency => this.real.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => this.real.LocalTimeZone;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (this.gate)
        {
            return new DateTimeOffset(this.NowTicks(), TimeSpan.Zero);
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => this.real.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        this.real.CreateTimer(callback, state, dueTime, period);

    /// <summary>
    /// Lets the time run up to <paramref name="limit"/>, where it stands until it is released further. Time that passed while
    /// it stood is not made up for. A limit before the present one changes nothing.
    /// </summary>
    public void Release(Timestamp limit)
    {
        lock (this.gate)
        {
            this.anchorTicks = this.NowTicks();
            this.anchorTimestamp = this.real.GetTimestamp();
            this.limitTicks = Math.Max(this.limitTicks, Ticks(limit));
        }
    }

    /// <summary>Real time until the city's clock shows <paramref name="time"/>, if it is released that far; zero when it does.</summary>
    public TimeSpan RealTimeUntil(Timestamp time)
    {
        long left = Ticks(time) - this.GetUtcNow().Ticks;
        return left <= 0 || this.Speed is not { } times ? TimeSpan.Zero : TimeSpan.FromTicks((long)(left / times) + 1);
    }

    private static long Ticks(Timestamp time) => DateTimeOffset.FromUnixTimeMilliseconds(time.UnixMilliseconds).Ticks;

    private long NowTicks() => this.Speed is { } times
        ? Math.Min(this.limitTicks, this.anchorTicks + (long)(this.real.GetElapsedTime(this.anchorTimestamp).Ticks * times))
        : this.limitTicks;
}
