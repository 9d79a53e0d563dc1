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

    private readonly DateTimeZone _zone;
    private readonly int _firstDay;
    private readonly long[] _starts;

    public ServiceDayCache(DateTimeZone zone, ServiceDate? first, ServiceDate? last)
    {
        _zone = zone;
        _firstDay = (first?.DayNumber ?? 0) - Margin;
        var days = first is null || last is null ? 0 : last.Value.DayNumber - _firstDay + Margin;
        _starts = new long[Math.Clamp(days, 0, MaxDays)];
        Array.Fill(_starts, Unknown);
    }

    public long Start(ServiceDate date)
    {
        var at = date.DayNumber - _firstDay;
        if (at < 0 || at >= _starts.Length)
        {
            return Reckon(date);
        }

        var start = Volatile.Read(ref _starts[at]);
        if (start == Unknown)
        {
            start = Reckon(date);
            Volatile.Write(ref _starts[at], start);
        }

        return start;
    }

    private long Reckon(ServiceDate date)
    {
        var day = date.Date;
        var noon = new LocalDateTime(day.Year, day.Month, day.Day, 12, 0);
        return _zone.AtLeniently(noon).ToInstant().ToUnixTimeSeconds() - (12 * 3600);
    }
}
