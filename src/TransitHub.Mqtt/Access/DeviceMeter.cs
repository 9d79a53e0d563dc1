namespace TransitHub.Mqtt.Access;

/// <summary>
/// Holds a device to its rates over all its connections, so that connecting again gives it nothing. Safe for many threads.
/// </summary>
/// <param name="limits">The rates.</param>
/// <param name="clock">Measures the time.</param>
public sealed class DeviceMeter(DeviceLimits limits, TimeProvider clock)
{
    private readonly Lock judging = new();
    private readonly TokenBucket messages = new(limits.MessagesPerSecond, limits.MessageBurst, clock);
    private readonly TokenBucket bytes = new(limits.BytesPerSecond, limits.ByteBurst, clock);
    private readonly TokenBucket refusals = new(limits.RefusalsPerMinute / 60.0, limits.RefusalsPerMinute, clock);
    private readonly TokenBucket connects = new(limits.ConnectsPerMinute / 60.0, limits.ConnectsPerMinute, clock);

    /// <summary>The rates it holds to.</summary>
    public DeviceLimits Limits => limits;

    /// <summary>Whether a message of so many bytes of payload may come now; it is charged if so.</summary>
    public bool TryTake(long payloadBytes)
    {
        lock (this.judging)
        {
            if (!this.messages.Has(1) || !this.bytes.Has(payloadBytes))
            {
                return false;
            }

            this.messages.Take(1);
            this.bytes.Take(payloadBytes);
            return true;
        }
    }

    /// <summary>Counts a refused message; false: it was one too many, and the connection is not worth keeping.</summary>
    public bool TryRefuse()
    {
        lock (this.judging)
        {
            return this.refusals.TryTake(1);
        }
    }

    /// <summary>Whether the device may log in now; it is charged if so.</summary>
    public bool TryConnect()
    {
        lock (this.judging)
        {
            return this.connects.TryTake(1);
        }
    }
}
