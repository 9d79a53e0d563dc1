using TransitHub.Core.Time;
using TransitHub.Simulation.Time;

namespace TransitHub.Simulation.Publishing;

/// <summary>
/// Up to when a city may run. By a clock of the world that is now. A <see cref="CityClock"/> is led: it is let on as far as the
/// broker acknowledged and a little more, so that the hub that shares it never finds reports old because it is behind.
/// One thread uses it.
/// </summary>
/// <param name="clock">The city's time.</param>
/// <param name="start">Where the city stands.</param>
internal sealed class CityPace(TimeProvider clock, Timestamp start)
{
    /// <summary>City time that may be on its way to the broker at least: less would make every round trip count.</summary>
    private const double LeastAheadSeconds = 5;

    /// <summary>Real time that may be on its way: a disk's slow moment.</summary>
    private const double RealAheadSeconds = 0.25;

    private static readonly TimeSpan LedPause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan FreePause = TimeSpan.FromMilliseconds(20);

    private readonly CityClock? led = clock as CityClock;
    private readonly Queue<(Timestamp Until, long Messages)> underWay = new();
    private Timestamp acknowledged = start;

    /// <summary>True: the clock waits for the city; false: the city follows the clock as well as it can.</summary>
    public bool IsLed => this.led is not null;

    /// <summary>How long to wait before asking again when the city has run as far as it may.</summary>
    public TimeSpan Pause => this.IsLed ? LedPause : FreePause;

    /// <summary>Takes in what was acknowledged and tells up to when the city may run.</summary>
    /// <param name="answered">Messages that the broker acknowledged or refused so far.</param>
    public Timestamp Target(long answered)
    {
        if (this.led is null)
        {
            return Timestamp.Now(clock);
        }

        while (this.underWay.TryPeek(out (Timestamp Until, long Messages) oldest) && oldest.Messages <= answered)
        {
            this.acknowledged = this.underWay.Dequeue().Until;
        }

        this.led.Release(this.acknowledged.AddSeconds(Math.Max(LeastAheadSeconds, (this.led.Speed ?? 0) * RealAheadSeconds)));
        return Timestamp.Now(this.led);
    }

    /// <summary>Notes a step of the city whose messages are on their way.</summary>
    /// <param name="until">Where it ended.</param>
    /// <param name="messages">All messages up to then.</param>
    public void Step(Timestamp until, long messages)
    {
        if (this.led is not null)
        {
            this.underWay.Enqueue((until, messages));
        }
    }
}
