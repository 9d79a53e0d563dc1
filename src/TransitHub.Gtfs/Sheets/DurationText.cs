using System.Globalization;

namespace TransitHub.Gtfs.Sheets;

/// <summary>Lengths of time with their units: 2h, 10m, 1m30s, 45s.</summary>
internal static class DurationText
{
    private const int MaxSeconds = 7 * 24 * 3600;

    public static bool TryParse(string text, out int seconds)
    {
        seconds = 0;
        var (number, digits, lastUnit) = (0, 0, int.MaxValue);
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c) && digits < 6)
            {
                (number, digits) = ((number * 10) + (c - '0'), digits + 1);
                continue;
            }

            var unit = c switch { 'h' => 3600, 'm' => 60, 's' => 1, _ => 0 };
            if (unit == 0 || digits == 0 || unit >= lastUnit || (long)number * unit > MaxSeconds)
            {
                return false;
            }

            (seconds, number, digits, lastUnit) = (seconds + (number * unit), 0, 0, unit);
        }

        return digits == 0 && lastUnit != int.MaxValue;
    }

    public static string Format(int seconds)
    {
        var text = new System.Text.StringBuilder();
        foreach (var (unit, name) in new[] { (3600, 'h'), (60, 'm'), (1, 's') })
        {
            if (seconds >= unit)
            {
                text.Append(CultureInfo.InvariantCulture, $"{seconds / unit}{name}");
                seconds %= unit;
            }
        }

        return text.Length > 0 ? text.ToString() : "0s";
    }
}
