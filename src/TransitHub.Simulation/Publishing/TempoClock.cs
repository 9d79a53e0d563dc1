using TransitHub.Core.Time;

namespace TransitHub.Simulation.Publishing;

/// <summary>Lays the recording's received times on the present, from the first item on, at a multiple of their tempo.</summary>
internal sealed class TempoClock(double? speed, TimeProvider clock)
{
    private Timestamp? first;
    private Timestamp startedAt;
    private long started;

    /// <summary>How far behind the tempo an item was at worst, seconds; 0 without a tempo.</summary>
    public double MaxLatenessSeconds { get; private set; }

    /// <summary>Waits until the item is due; not at all when there is no tempo.</summary>
    public async ValueTask WaitForAsync(Timestamp receivedAt, CancellationToken cancellation)
    {
        if (this.first is null)
        {
            this.first = receivedAt;
            this.startedAt = Timestamp.Now(clock);
            this.started = clock.GetTimestamp();
        }

        if (speed is not { } times)
        {
            return;
        }

        double early = (receivedAt.SecondsSince(this.first.Value) / times) - clock.GetElapsedTime(this.started).TotalSeconds;
        if (early > 0.001)
        {
            await Task.Delay(TimeSpan.FromSeconds(early), clock, cancellation).ConfigureAwait(false);
        }
        else
        {
            this.MaxLatenessSeconds = Math.Max(this.MaxLatenessSeconds, -early);
        }
    }

    /// <summary>Lays an item's times on the present: at the tempo of the run, or without one on the moment of sending.</summary>
    public TimeShift Shift(Timestamp receivedAt) => speed is { } times && this.first is { } from
        ? new TimeShift(from, this.startedAt, times)
        : new TimeShift(receivedAt, Timestamp.Now(clock), double.PositiveInfinity);
}
