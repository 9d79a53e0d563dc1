using System.Diagnostics;
using TransitHub.Core.Numerics;

namespace TransitHub.Core.Telemetry;

/// <summary>
/// Decides at its arrival whether a message is followed: when its sender records a trace, or by lot. Both share a limit, so that
/// a fleet which marks every message cannot make the hub write spans instead of feeds. Safe for many threads; allocates nothing.
/// </summary>
public sealed class TraceSampling
{
    private readonly TimeProvider clock;
    private readonly ulong drawnBelow;
    private readonly int maxPerSecond;
    private readonly Lock sync = new();
    private long messages;
    private long second = long.MinValue;
    private int inSecond;
    private long passedOver;

    /// <summary>Starts with nothing followed.</summary>
    /// <param name="share">Share of the messages that is followed by lot, [0, 1].</param>
    /// <param name="maxPerSecond">Messages followed in one second at most, 1 to 10,000.</param>
    /// <param name="clock">The hub's clock.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public TraceSampling(double share, int maxPerSecond, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPerSecond, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxPerSecond, 10_000);
        this.clock = clock;
        this.maxPerSecond = maxPerSecond;
        this.drawnBelow = share >= 1 ? ulong.MaxValue : (ulong)(share * ulong.MaxValue);
    }

    /// <summary>Messages that were to be followed, and were not because of the limit.</summary>
    public long PassedOver => Interlocked.Read(ref this.passedOver);

    /// <summary>True when a message is to be followed.</summary>
    /// <param name="traceParent">What its sender told of a trace; null: nothing.</param>
    /// <param name="parent">The sender's span; <c>default</c>: none, and a trace begins here.</param>
    public bool TryBegin(string? traceParent, out ActivityContext parent)
    {
        parent = default;
        return ObservationTracing.IsOn && (TraceParent.TryReadSampled(traceParent, out parent) || this.IsDrawn()) && this.HasRoom();
    }

    /// <summary>The lot is drawn by the message's number, spread: no fleet's rhythm falls in with it.</summary>
    private bool IsDrawn()
    {
        return this.drawnBelow > 0 && SplitMix64.Finish(unchecked((ulong)Interlocked.Increment(ref this.messages) * SplitMix64.Step)) <= this.drawnBelow;
    }

    private bool HasRoom()
    {
        long now = this.clock.GetUtcNow().ToUnixTimeSeconds();
        lock (this.sync)
        {
            if (now != this.second)
            {
                this.second = now;
                this.inSecond = 0;
            }

            if (this.inSecond < this.maxPerSecond)
            {
                this.inSecond++;
                return true;
            }
        }

        Interlocked.Increment(ref this.passedOver);
        return false;
    }
}
