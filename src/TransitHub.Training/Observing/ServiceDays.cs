using System.Globalization;

namespace TransitHub.Training.Observing;

/// <summary>Tells service date, kind of day and service time of a moment.</summary>
internal sealed class ServiceDays(TimeZoneInfo zone)
{
    /// <summary>What leaves before this hour belongs to the day before.</summary>
    private const int FirstHour = 3;

    private readonly SortedSet<DateOnly> dates = [];

    /// <summary>All dates that were asked for, as yyyy-MM-dd.</summary>
    public IReadOnlyList<string> DatesSeen() => [.. this.dates.Select(d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))];

    /// <summary>The service day and the seconds since its noon minus 12 hours.</summary>
    public (DateOnly Date, int Seconds) Of(double unixSeconds)
    {
        DateTimeOffset utc = DateTimeOffset.FromUnixTimeMilliseconds((long)(unixSeconds * 1000));
        DateTime local = TimeZoneInfo.ConvertTime(utc, zone).DateTime;
        DateOnly date = DateOnly.FromDateTime(local);
        int seconds = (int)local.TimeOfDay.TotalSeconds;
        if (local.Hour < FirstHour)
        {
            (date, seconds) = (date.AddDays(-1), seconds + 86_400);
        }

        this.dates.Add(date);
        return (date, seconds);
    }

    /// <summary>The kind of a day.</summary>
    public static string DayType(DateOnly date) => date.DayOfWeek switch
    {
        DayOfWeek.Saturday => "saturday",
        DayOfWeek.Sunday => "sunday",
        _ => "weekday",
    };
}
