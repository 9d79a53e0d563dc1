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

    /// <summary>When the item is due by the present's clock; without a tempo, now.</summary>
    public Timestamp Due(Timestamp receivedAt) => speed is { } times && this.first is { } from
        ? this.startedAt.AddSeconds(receivedAt.SecondsSince(from) / times)
        : Timestamp.Now(clock);
}
