using System.Globalization;
using TransitHub.Gtfs.Time;

namespace TransitHub.Mqtt.Decoding;

/// <summary>
/// The day and start of a trip in HFP. It writes the start on a 24-hour clock beside the operating day, so a trip
/// that starts past midnight says 00:30 of the day before; GTFS says 24:30. Which is meant shows in the
/// time of the report: the two are a day apart, far more than any zone's offset or any trip's length.
/// </summary>
internal static class HfpStart
{
    private const int DaySeconds = 86_400;

    /// <summary>Reads both.</summary>
    /// <param name="operatingDay">YYYY-MM-DD.</param>
    /// <param name="start">HH:MM.</param>
    /// <param name="measuredMilliseconds">When the report was measured, Unix milliseconds.</param>
    /// <param name="date">The service date.</param>
    /// <param name="time">The start as GTFS has it.</param>
    /// <returns>What is wrong; null: nothing.</returns>
    public static string? Of(string operatingDay, string start, long measuredMilliseconds, out ServiceDate date, out ServiceTime time)
    {
        (date, time) = (default, default);
        if (!DateOnly.TryParseExact(operatingDay, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
        {
            return $"oday: '{operatingDay}' is no date";
        }

        if (!TimeOnly.TryParseExact(start, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly clock))
        {
            return $"start: '{start}' is no time of the form HH:MM";
        }

        int seconds = (clock.Hour * 3600) + (clock.Minute * 60);
        long startMilliseconds = ((day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * 86_400_000L) + (seconds * 1000L);
        bool nextDay = measuredMilliseconds - startMilliseconds > DaySeconds / 2 * 1000L;
        date = ServiceDate.FromDayNumber(day.DayNumber);
        time = ServiceTime.FromSeconds(nextDay ? seconds + DaySeconds : seconds);
        return null;
    }
}
