using System.Globalization;
using NodaTime;
using TransitHub.Core.Time;

namespace TransitHub.Simulation.Time;

/// <summary>
/// Chooses the time zone in which a sample city is built. Whoever starts it at night would see next to nothing move; to move the
/// clock instead would put times into the feeds that are not true. So the moments stay what they are, and at night the city
/// lives in a zone in which it is morning.
/// </summary>
public static class CityDaytime
{
    private const int FirstBusyHour = 6;
    private const int LastBusyHour = 20;
    private const int Morning = 8;
    private const int FarthestEast = 14;

    /// <summary>The IANA zone: the city's own by day, else one of fixed offset.</summary>
    /// <param name="now">The present.</param>
    /// <param name="home">The city's own zone, an IANA name.</param>
    /// <param name="hour">The hour of the day wanted, 0 to 23; null: the city's own by day, 8 at night.</param>
    /// <exception cref="ArgumentException"><paramref name="home"/> names no zone.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="hour"/> is no hour.</exception>
    public static string ZoneAt(Timestamp now, string home, int? hour = null)
    {
        if (hour is { } given)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(given, nameof(hour));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(given, 23, nameof(hour));
        }

        DateTimeZone zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(home) ?? throw new ArgumentException($"'{home}' is no time zone: give an IANA name such as Asia/Bangkok.", nameof(home));
        Instant instant = Instant.FromUnixTimeMilliseconds(now.UnixMilliseconds);
        int there = instant.InZone(zone).Hour;
        return there == (hour ?? there) && (hour is not null || there is >= FirstBusyHour and <= LastBusyHour)
            ? home
            : FixedZone((hour ?? Morning) - instant.InUtc().Hour);
    }

    /// <summary>Etc/GMT-7 is seven hours ahead of UTC: the signs of these names are POSIX's.</summary>
    private static string FixedZone(int hoursAhead)
    {
        int offset = hoursAhead > FarthestEast ? hoursAhead - 24 : hoursAhead < FarthestEast - 24 ? hoursAhead + 24 : hoursAhead;
        return offset switch
        {
            0 => "Etc/GMT",
            > 0 => string.Create(CultureInfo.InvariantCulture, $"Etc/GMT-{offset}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"Etc/GMT+{-offset}"),
        };
    }
}
