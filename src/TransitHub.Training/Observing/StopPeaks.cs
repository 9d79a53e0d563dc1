namespace TransitHub.Training.Observing;

/// <summary>A place along a line at which fixes pile up.</summary>
/// <param name="Along">Meters along the line.</param>
/// <param name="Runs">Runs that passed.</param>
/// <param name="Stopped">Share of them with a fix here.</param>
/// <param name="Expected">The share that would be by the fixes of the street about it.</param>
/// <param name="Strength">By how many standard deviations more runs were seen here than expected.</param>
/// <param name="Narrow">How much of the pile lies within a bus's length or two: queues at lights are wider than stops; 0 to 1.</param>
/// <param name="Stood">Share of the runs seen here that were seen again some seconds later.</param>
internal readonly record struct StopPeak(double Along, int Runs, double Stopped, double Expected, double Strength, double Narrow, double Stood);

/// <summary>
/// Finds stops along a line. Whoever reports while it drives is seen anywhere; whoever stops is seen where it stopped, so fixes pile up there. A place is a
/// peak when many more of the runs that passed have a fix there than the street about it lets expect, run by run: one vehicle that stood for long counts once.
/// </summary>
internal static class StopPeaks
{
    private const float BinMeters = 4;

    /// <summary>Width of the kernel, meters: the noise of a fix and where in the stop's bay a bus halts.</summary>
    private const double KernelMeters = 9;

    /// <summary>A vehicle within this of the stop is at it, meters.</summary>
    private const float AtMeters = 16;

    /// <summary>What the street about a place is, to both sides, meters.</summary>
    private const float AboutMeters = 300;

    /// <summary>No two stops of a direction are nearer, meters.</summary>
    private const float ApartMeters = 90;

    /// <summary>Fewer runs tell nothing.</summary>
    private const int FewestRuns = 3;

    private const double LeastStrength = 3;

    private const double LeastRatio = 1.5;

    private const float LeastStandSeconds = 5;

    private const float MostStandSeconds = 120;

    /// <summary>The peaks in the order of the line.</summary>
    public static List<StopPeak> Find(List<StreetFix> fixes, double lengthMeters)
    {
        int bins = (int)(lengthMeters / BinMeters) + 1;
        double[] density = Smooth(Count(fixes, bins));
        List<StopPeak> peaks = [];
        foreach (int bin in Summits(density))
        {
            StopPeak peak = Judge(fixes, bin * BinMeters, density, bin);
            if (peak.Runs >= FewestRuns && peak.Strength >= LeastStrength && peak.Stopped >= LeastRatio * peak.Expected)
            {
                peaks.Add(peak);
            }
        }

        return Apart(peaks);
    }

    /// <summary>Fixes by bin; each run counts once in a bin.</summary>
    private static double[] Count(List<StreetFix> fixes, int bins)
    {
        double[] counts = new double[bins];
        HashSet<(int Bin, int Run)> seen = [];
        foreach (StreetFix fix in fixes)
        {
            int bin = Math.Clamp((int)(fix.Along / BinMeters), 0, bins - 1);
            if (seen.Add((bin, fix.Run)))
            {
                counts[bin]++;
            }
        }

        return counts;
    }

    private static double[] Smooth(double[] counts)
    {
        int reach = (int)(3 * KernelMeters / BinMeters);
        double[] smooth = new double[counts.Length];
        for (int bin = 0; bin < counts.Length; bin++)
        {
            for (int other = Math.Max(0, bin - reach); other <= Math.Min(counts.Length - 1, bin + reach); other++)
            {
                double far = (bin - other) * BinMeters / KernelMeters;
                smooth[bin] += counts[other] * Math.Exp(-far * far / 2);
            }
        }

        return smooth;
    }

    private static IEnumerable<int> Summits(double[] density)
    {
        for (int bin = 0; bin < density.Length; bin++)
        {
            bool isSummit = density[bin] > 0
                && (bin == 0 || density[bin] > density[bin - 1]) && (bin + 1 == density.Length || density[bin] >= density[bin + 1]);
            if (isSummit)
            {
                yield return bin;
            }
        }
    }

    private static StopPeak Judge(List<StreetFix> fixes, float along, double[] density, int bin)
    {
        HashSet<int> passed = [];
        HashSet<int> here = [];
        HashSet<int> wide = [];
        Dictionary<int, (float First, float Last)> stays = [];
        foreach (StreetFix fix in Within(fixes, along, AboutMeters))
        {
            passed.Add(fix.Run);
            float far = Math.Abs(fix.Along - along);
            if (far <= AtMeters)
            {
                here.Add(fix.Run);
                stays[fix.Run] = stays.TryGetValue(fix.Run, out (float First, float Last) stay)
                    ? (Math.Min(stay.First, fix.At), Math.Max(stay.Last, fix.At))
                    : (fix.At, fix.At);
            }

            if (far <= 3 * AtMeters)
            {
                wide.Add(fix.Run);
            }
        }

        double usual = Usual(density, bin) / (KernelMeters * Math.Sqrt(2 * Math.PI) / BinMeters) / BinMeters;
        int n = passed.Count;
        double expected = n == 0 ? 0 : 1 - Math.Exp(-usual * 2 * AtMeters / n);
        double expectedWide = n == 0 ? 0 : 1 - Math.Exp(-usual * 6 * AtMeters / n);
        double more = here.Count - (n * expected);
        double strength = more / Math.Sqrt((n * expected * (1 - expected)) + 0.5);
        double narrow = Math.Clamp(more / Math.Max(1, wide.Count - (n * expectedWide)), 0, 1);
        return new StopPeak(along, n, n == 0 ? 0 : (double)here.Count / n, expected, strength, narrow, Stood(stays.Values));
    }

    /// <summary>The share of those seen here that were seen here again, but not for so long that they waited for something else.</summary>
    private static double Stood(Dictionary<int, (float First, float Last)>.ValueCollection stays) =>
        stays.Count == 0 ? 0 : stays.Count(s => s.Last - s.First is >= LeastStandSeconds and < MostStandSeconds) / (double)stays.Count;

    /// <summary>The density between stops: the lower part of what is about, since stops pile up in the rest.</summary>
    private static double Usual(double[] density, int bin)
    {
        int reach = (int)(AboutMeters / BinMeters);
        int from = Math.Max(0, bin - reach);
        int to = Math.Min(density.Length - 1, bin + reach);
        double[] about = density[from..(to + 1)];
        Array.Sort(about);
        return about[(int)(about.Length * 0.4)];
    }

    private static IEnumerable<StreetFix> Within(List<StreetFix> fixes, float along, float meters)
    {
        int at = fixes.BinarySearch(new StreetFix(along - meters, -1, 0));
        for (int i = at < 0 ? ~at : at; i < fixes.Count && fixes[i].Along <= along + meters; i++)
        {
            yield return fixes[i];
        }
    }

    /// <summary>Of peaks too near to each other the strongest.</summary>
    private static List<StopPeak> Apart(List<StopPeak> peaks)
    {
        List<StopPeak> kept = [];
        foreach (StopPeak peak in peaks.OrderByDescending(p => p.Strength).ThenBy(p => p.Along))
        {
            if (!kept.Exists(k => Math.Abs(k.Along - peak.Along) < ApartMeters))
            {
                kept.Add(peak);
            }
        }

        kept.Sort((a, b) => a.Along.CompareTo(b.Along));
        return kept;
    }
}
