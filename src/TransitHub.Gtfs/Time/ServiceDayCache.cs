using NodaTime;

namespace TransitHub.Gtfs.Time;

/// <summary>
/// Starts of service days. Reckoning one takes a hundred nanoseconds and an allocation, so each day of the feed is kept
/// once it is known; two threads that reckon the same day write the same number.
/// </summary>
internal sealed class ServiceDayCache
{
    private const long Unknown = long.MinValue;
    private const int MaxDays = 4000;
    private const int Margin = 7;

    private readonly DateTimeZone zone;
    private readonly int firstDay;
    private readonly long[] starts;

    public ServiceDayCache(DateTimeZone zone, ServiceDate? first, ServiceDate? last)
    {
        this.zone = zone;
        this.firstDay = (first?.DayNumber ?? 0) - Margin;
        var days = first is null || last is null ? 0 : last.Value.DayNumber - this.firstDay + Margin;
        this.starts = new long[Math.Clamp(days, 0, MaxDays)];
        Array.Fill(this.starts, Unknown);
    }

    public long Start(ServiceDate date)
    {
        var at = date.DayNumber - this.firstDay;
        if (at < 0 || at >= this.starts.Length)
        {
            return Reckon(date);
        }

        var start = Volatile.Read(ref this.starts[at]);
        if (start == Unknown)
        {
            start = Reckon(date);
            Volatile.Write(ref this.starts[at], start);
        }

        return start;
    }

    private long Reckon(ServiceDate date)
    {
        var day = date.Date;
        var noon = new LocalDateTime(day.Year, day.Month, day.Day, 12, 0);
        return this.zone.AtLeniently(noon).ToInstant().ToUnixTimeSeconds() - (12 * 3600);
    }
}
