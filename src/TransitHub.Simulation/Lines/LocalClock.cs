using NodaTime;
using TransitHub.Gtfs.Time;

namespace TransitHub.Simulation.Lines;

/// <summary>The hour and the day of the week at the city's place.</summary>
internal sealed class LocalClock(DateTimeZone zone)
{
    private const int Slot = 900;
    private const int FirstHour = 4 * 3600;
    private static readonly int Epoch = ServiceDate.From(1970, 1, 1).DayNumber;
    private long slot = long.MinValue;
    private int offset;

    /// <summary>Seconds to add to Unix time for the local clock.</summary>
    public int UtcOffsetAt(double unixSeconds)
    {
        // Clocks change on quarters of an hour, nowhere in between.
        long of = (long)Math.Floor(unixSeconds / Slot);
        if (of != this.slot)
        {
            this.slot = of;
            this.offset = zone.GetUtcOffset(Instant.FromUnixTimeSeconds(of * Slot)).Seconds;
        }

        return this.offset;
    }

    /// <summary>Day number (as of a service date) of the service that riders wait for: until 4 in the morning yesterday's.</summary>
    public int ServiceDayNumberAt(double unixSeconds) =>
        (int)Math.Floor((unixSeconds + this.UtcOffsetAt(unixSeconds) - FirstHour) / 86_400) + Epoch;

    /// <summary>Hours since local midnight, [0, 24), and whether it is Saturday or Sunday.</summary>
    public double HourAt(double unixSeconds, out bool isWeekend)
    {
        double local = unixSeconds + this.UtcOffsetAt(unixSeconds);
        double days = Math.Floor(local / 86_400);
        isWeekend = (((long)days + 4) % 7) is 0 or 6;
        return (local - (days * 86_400)) / 3600;
    }
}
