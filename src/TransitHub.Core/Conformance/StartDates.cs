using System.Globalization;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Conformance;

/// <summary>Service dates as real time writes them.</summary>
internal static class StartDates
{
    /// <summary>Reads YYYYMMDD.</summary>
    public static bool TryRead(string text, out ServiceDate date)
    {
        bool isDate = DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day);
        date = isDate ? ServiceDate.From(day.Year, day.Month, day.Day) : default;
        return isDate;
    }
}
