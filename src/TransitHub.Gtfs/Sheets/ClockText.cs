using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Sheets;

/// <summary>Times of day as sheets write them.</summary>
internal static class ClockText
{
    /// <summary>HH:MM, with seconds where there are any.</summary>
    public static string Format(int seconds)
    {
        var text = ServiceTime.FromSeconds(seconds).ToString();
        return seconds % 60 == 0 ? text[..^3] : text;
    }
}
