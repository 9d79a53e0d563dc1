using System.Numerics;
using TransitHub.Core.Numerics;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Accuracy;

/// <summary>
/// Which runs are looked at where there are too many: each has a level by lot, 0 for half of them, 1 for a quarter and so on, and a moment looks at those of its
/// level and above. So a run that a rare look takes is taken by every fuller one, and its predictions are followed without holes.
/// </summary>
internal static class RunSampling
{
    /// <summary>Beyond one run in a million nothing is left to look at.</summary>
    public const int MaxLevel = 20;

    /// <summary>Another number draws other runs.</summary>
    private const ulong Seed = 0x7472616E73697468;

    /// <summary>The run's level.</summary>
    public static int LevelOf(TripInstance run) => Math.Min(
        MaxLevel, BitOperations.LeadingZeroCount(Mixed(Mixed(Mixed(Seed ^ (uint)run.TripIndex) ^ (uint)run.ServiceDate.DayNumber) ^ unchecked((uint)run.StartSeconds))));

    /// <summary>The share of all runs that a moment of a level looks at.</summary>
    public static double ShareAt(int level) => Math.Pow(2, -level);

    /// <summary>The lowest level at which no more than so many are looked at.</summary>
    /// <param name="byLevel">How many each level has by itself.</param>
    /// <param name="most">The bound.</param>
    public static int FewEnough(ReadOnlySpan<long> byLevel, long most)
    {
        long sum = 0;
        int level = MaxLevel + 1;
        while (level > 0 && sum + byLevel[level - 1] <= most)
        {
            sum += byLevel[--level];
        }

        return level;
    }

    private static ulong Mixed(ulong value) => SplitMix64.Finish(unchecked(value + SplitMix64.Step));
}
