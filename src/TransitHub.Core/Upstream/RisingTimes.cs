namespace TransitHub.Core.Upstream;

/// <summary>
/// The times nearest to given ones, in the sum of what each is moved by, that rise as they must: isotonic regression by pooling neighbors that
/// go back and giving each pool its median, so that one wild time moves itself and its neighbors at most.
/// </summary>
internal static class RisingTimes
{
    /// <summary>Moves times so that each is at least its gap after the one before.</summary>
    /// <param name="times">In the order of the way, seconds; changed in place.</param>
    /// <param name="gaps">The least difference of each to the one before, seconds, 0 or more; that of the first does not count.</param>
    /// <returns>Whether any was moved.</returns>
    public static bool Mend(Span<long> times, ReadOnlySpan<int> gaps)
    {
        if (AreRising(times, gaps))
        {
            return false;
        }

        // With its gaps taken out, a series that rises enough is one that never falls.
        long gap = 0;
        List<List<long>> pools = new(times.Length);
        for (int i = 0; i < times.Length; i++)
        {
            gap += i == 0 ? 0 : gaps[i];
            pools.Add([times[i] - gap]);
            while (pools.Count > 1 && Median(pools[^2]) > Median(pools[^1]))
            {
                pools[^2] = Merge(pools[^2], pools[^1]);
                pools.RemoveAt(pools.Count - 1);
            }
        }

        int at = 0;
        gap = 0;
        foreach (List<long> pool in pools)
        {
            long median = Median(pool);
            for (int i = 0; i < pool.Count; i++, at++)
            {
                gap += at == 0 ? 0 : gaps[at];
                times[at] = median + gap;
            }
        }

        return true;
    }

    private static bool AreRising(ReadOnlySpan<long> times, ReadOnlySpan<int> gaps)
    {
        for (int i = 1; i < times.Length; i++)
        {
            if (times[i] - times[i - 1] < gaps[i])
            {
                return false;
            }
        }

        return true;
    }

    private static long Median(List<long> sorted) => sorted[(sorted.Count - 1) / 2];

    private static List<long> Merge(List<long> a, List<long> b)
    {
        List<long> merged = new(a.Count + b.Count);
        int i = 0;
        int j = 0;
        while (i < a.Count || j < b.Count)
        {
            merged.Add(j == b.Count || (i < a.Count && a[i] <= b[j]) ? a[i++] : b[j++]);
        }

        return merged;
    }
}
