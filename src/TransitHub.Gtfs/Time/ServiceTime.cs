using System.Globalization;

namespace TransitHub.Gtfs.Time;

/// <summary>Seconds since noon minus 12 hours of the service day, written HH:MM:SS; may pass 24:00:00.</summary>
/// <param name="Seconds">Not negative.</param>
public readonly record struct ServiceTime(int Seconds)
{
    /// <summary>Reads H:MM:SS or HH:MM:SS.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ServiceTime time)
    {
        time = default;
        int first = text.IndexOf(':');
        if (first is < 1 or > 3 || text.Length != first + 6 || text[first + 3] != ':'
            || !int.TryParse(text[..first], NumberStyles.None, CultureInfo.InvariantCulture, out int hours)
            || !int.TryParse(text.Slice(first + 1, 2), NumberStyles.None, CultureInfo.InvariantCulture, out int minutes)
            || !int.TryParse(text[(first + 4)..], NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
            || minutes > 59 || seconds > 59)
        {
            return false;
        }

        time = new ServiceTime((hours * 3600) + (minutes * 60) + seconds);
        return true;
    }

    /// <summary>HH:MM:SS.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{this.Seconds / 3600:00}:{this.Seconds / 60 % 60:00}:{this.Seconds % 60:00}");
}
