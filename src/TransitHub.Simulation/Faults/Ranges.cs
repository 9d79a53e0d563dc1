using System.Globalization;

namespace TransitHub.Simulation.Faults;

/// <summary>Says which settings are out of their range.</summary>
internal static class Ranges
{
    public static void Share(List<string> wrong, double value, string setting) => Between(wrong, value, 0, 1, setting);

    public static void Between(List<string> wrong, double value, double low, double high, string setting)
    {
        if (!(value >= low && value <= high))
        {
            wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{setting} must be {low} to {high}."));
        }
    }
}
