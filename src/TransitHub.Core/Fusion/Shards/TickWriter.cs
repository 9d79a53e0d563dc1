using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>Lets time pass in a shard's log: the owner appends a tick as often as states are to be made.</summary>
/// <param name="log">The log, opened under the lease.</param>
/// <param name="intervalMilliseconds">The least time between two, milliseconds.</param>
/// <param name="clock">The owner's clock.</param>
/// <param name="ended">Cancelled when the lease is lost.</param>
internal sealed class TickWriter(IObservationLog log, int intervalMilliseconds, TimeProvider clock, CancellationToken ended)
{
    private readonly Observation[] one = new Observation[1];
    private Timestamp last = new(long.MinValue);
    private long lastAt = clock.GetTimestamp();

    /// <summary>Appends one if it is time to.</summary>
    /// <param name="newest">The latest time of the records that were taken in: no tick is before it.</param>
    public void AppendIfDue(Timestamp newest)
    {
        double since = clock.GetElapsedTime(this.lastAt).TotalMilliseconds;
        if (since < intervalMilliseconds)
        {
            return;
        }

        // Ticks that lie too close together by the time they tell make no state. A clock that was put back must not stop them.
        Timestamp now = Timestamp.Now(clock);
        now = newest > now ? newest : now;
        if (since < 2 * intervalMilliseconds && this.last.UnixMilliseconds > long.MinValue && now.UnixMilliseconds - this.last.UnixMilliseconds < intervalMilliseconds)
        {
            return;
        }

        this.one[0] = TimerTick.At(now);
        log.AppendAsync(this.one, ended).AsTask().GetAwaiter().GetResult();
        this.last = now;
        this.lastAt = clock.GetTimestamp();
    }
}
