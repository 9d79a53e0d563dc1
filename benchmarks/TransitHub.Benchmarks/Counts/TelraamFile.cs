using System.Globalization;
using TransitHub.Core.Counting;

namespace TransitHub.Benchmarks.Counts;

/// <summary>Hourly counts of one street. Its figures are scaled up by the uptime; what was really counted is the figure times the uptime.</summary>
internal static class TelraamFile
{
    /// <summary>The classes that it counts.</summary>
    public static readonly string[] Classes = ["car", "heavy", "bike", "pedestrian"];

    /// <summary>Reads one class.</summary>
    public static CountedHour[] Read(string path, string @class)
    {
        string[] lines = File.ReadAllLines(path);
        string[] names = lines[0].Split(',');
        (int date, int uptime, int count) = (Array.IndexOf(names, "date"), Array.IndexOf(names, "uptime"), Array.IndexOf(names, @class));
        List<CountedHour> hours = [];
        foreach (string line in lines[1..])
        {
            string[] fields = line.Split(',');

            // "2022-03-01 07:00:00 CET": local time, with the zone's short name.
            DateTime local = DateTime.Parse(fields[date][..19], CultureInfo.InvariantCulture);
            double share = double.Parse(fields[uptime], CultureInfo.InvariantCulture);
            int hourOfWeek = ((((int)local.DayOfWeek + 6) % 7) * 24) + local.Hour;
            hours.Add(new CountedHour(hourOfWeek, Math.Round(double.Parse(fields[count], CultureInfo.InvariantCulture) * share), share));
        }

        return [.. hours];
    }
}
