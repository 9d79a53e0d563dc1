using TransitHub.Core.Time;

namespace TransitHub.Core.Counting;

/// <summary>
/// What a zone saw in the last windows. The mean of a quarter of an hour stands for a count in it, so that a zone that sees nobody, or the same
/// again and again, is told like a counting line that does.
/// </summary>
internal sealed class ZoneLooks
{
    private const int Kept = 1024;

    private readonly Queue<(Timestamp At, long People, float Uptime)> looks = [];

    /// <summary>Takes a look.</summary>
    public void Add(Timestamp at, long people, float? uptime)
    {
        if (this.looks.Count == Kept)
        {
            this.looks.Dequeue();
        }

        this.looks.Enqueue((at, people, uptime ?? 1));
    }

    /// <summary>What it saw in a window; null: it was not looked at.</summary>
    /// <param name="watch">What it is expected to see.</param>
    /// <param name="class">Of whom.</param>
    /// <param name="start">The window's start; looks before it are let go.</param>
    /// <param name="hourOfWeek">Of the window.</param>
    public WindowCount? Of(ChannelWatch watch, string @class, Timestamp start, int hourOfWeek)
    {
        const double hours = DeviceWatch.WindowMilliseconds / 3_600_000.0;
        Timestamp end = start.AddMilliseconds(DeviceWatch.WindowMilliseconds);
        while (this.looks.TryPeek(out (Timestamp At, long People, float Uptime) old) && old.At < start)
        {
            this.looks.Dequeue();
        }

        (double people, double uptime, int count) = (0, 0, 0);
        foreach ((Timestamp at, long present, float up) in this.looks)
        {
            if (at < end)
            {
                people += present;
                uptime += up;
                count++;
            }
        }

        return count == 0 ? null
            : new WindowCount(watch, @class, (long)Math.Round(people / count), hours * uptime / count, hours, watch.Expect(hourOfWeek, hours));
    }
}
