using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building;

/// <summary>Part of a service day.</summary>
/// <param name="FromSeconds">Its start in seconds of service time.</param>
/// <param name="ToSeconds">Its end, which is no longer in it; later than the start, and after midnight beyond 24:00.</param>
public readonly record struct TimeWindow(int FromSeconds, int ToSeconds)
{
    /// <summary>The longest service day that sheets can state.</summary>
    public static TimeWindow WholeDay { get; } = new(0, 48 * 3600);

    /// <summary>Whether a time lies in it.</summary>
    public bool Contains(int seconds) => seconds >= FromSeconds && seconds < ToSeconds;

    /// <summary>Whether any time lies in both.</summary>
    public bool Overlaps(TimeWindow other) => FromSeconds < other.ToSeconds && other.FromSeconds < ToSeconds;

    /// <summary>HH:MM-HH:MM.</summary>
    public override string ToString() => $"{ClockText.Format(FromSeconds)}-{ClockText.Format(ToSeconds)}";
}
