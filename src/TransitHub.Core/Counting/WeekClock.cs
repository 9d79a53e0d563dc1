using NodaTime;
using TransitHub.Core.Time;

namespace TransitHub.Core.Counting;

/// <summary>The local hour of the week of a moment.</summary>
/// <param name="zone">The feed's zone.</param>
public sealed class WeekClock(DateTimeZone zone)
{
    /// <summary>Hours since Monday 00:00, 0 to 167.</summary>
    public int HourOfWeek(Timestamp moment)
    {
        LocalDateTime local = Instant.FromUnixTimeMilliseconds(moment.UnixMilliseconds).InZone(zone).LocalDateTime;
        return (((int)local.DayOfWeek - 1) * 24) + local.Hour;
    }
}
