using System.Globalization;

namespace TransitHub.Core.Conformance;

/// <summary>The forms of start_time and start_date.</summary>
internal static class StartTimes
{
    public static string Clock(int seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");

    /// <summary>How the Java code writes start times of vehicles when it looks for them in frequencies.txt.</summary>
    public static string CanonicalVehicleClock(int seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:00}:{seconds % 360:00}:{seconds % 60:00}");

    /// <summary>H:MM:SS or HH:MM:SS up to 29:59:59.</summary>
    public static bool IsValid(string time)
    {
        ReadOnlySpan<char> clock = time.Length == 8 && time[0] is >= '0' and <= '2' ? time.AsSpan(1) : time;
        return clock.Length == 7 && char.IsAsciiDigit(clock[0]) && clock[1] == ':' && IsSixty(clock[2..4]) && clock[4] == ':' && IsSixty(clock[5..]);
    }

    /// <summary>
    /// YYYYMMDD with a month, and a day that some month has: the canonical validator takes the 31st of February for its last day. A rule of ours asks whether the
    /// trip runs on the day.
    /// </summary>
    public static bool IsDate(string date) => date.Length == 8 && date.All(char.IsAsciiDigit) && date is not ['0', '0', '0', '0', ..]
        && int.Parse(date.AsSpan(4, 2), CultureInfo.InvariantCulture) is >= 1 and <= 12 && int.Parse(date.AsSpan(6), CultureInfo.InvariantCulture) is >= 1 and <= 31;

    private static bool IsSixty(ReadOnlySpan<char> two) => two[0] is >= '0' and <= '5' && char.IsAsciiDigit(two[1]);
}
