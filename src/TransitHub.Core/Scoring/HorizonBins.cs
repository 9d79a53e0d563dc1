namespace TransitHub.Core.Scoring;

/// <summary>Spans of time ahead by h_a, start inclusive, end exclusive: 0–3, 3–6, 6–10, 10–15, 15–20, 20–30 and 30–45 minutes.</summary>
public static class HorizonBins
{
    /// <summary>Targets farther ahead are not scored, seconds; exactly as far belongs to the last bin.</summary>
    public const double FarthestSeconds = 2700;

    private static readonly double[] Ends = [180, 360, 600, 900, 1200, 1800];

    /// <summary>Names of the bins, in minutes.</summary>
    public static IReadOnlyList<string> Names { get; } = ["0-3", "3-6", "6-10", "10-15", "15-20", "20-30", "30-45"];

    /// <summary>Number of bins.</summary>
    public static int Count => Names.Count;

    /// <summary>The bin of a time ahead, seconds; what is farther belongs to the last.</summary>
    public static int IndexOf(double ahead)
    {
        int bin = 0;
        while (bin < Ends.Length && ahead >= Ends[bin])
        {
            bin++;
        }

        return bin;
    }
}
