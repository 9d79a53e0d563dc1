using System.Collections;

namespace TransitHub.Chaos;

/// <summary>Which numbers of each source were seen.</summary>
/// <param name="sources">How many sources there are.</param>
internal sealed class SeenReports(int sources)
{
    private readonly BitArray?[] seen = new BitArray?[sources];
    private readonly long[] firstMissing = new long[sources];

    /// <summary>Notes a report; false: it was seen before.</summary>
    public bool Add(int source, long number)
    {
        BitArray bits = this.seen[source] ??= new BitArray(64);
        if (number >= bits.Length)
        {
            bits.Length = Math.Max((int)number + 1, bits.Length * 2);
        }

        bool isNew = !bits[(int)number];
        bits[(int)number] = true;
        return isNew;
    }

    /// <summary>Whether all of a source's first reports were seen.</summary>
    public bool HasFirst(int source, long count)
    {
        while (this.firstMissing[source] < count && this.Has(source, this.firstMissing[source]))
        {
            this.firstMissing[source]++;
        }

        return this.firstMissing[source] >= count;
    }

    /// <summary>How many of a source's first reports were not seen.</summary>
    public long MissingOf(int source, long count)
    {
        long missing = 0;
        for (int number = 0; number < count; number++)
        {
            missing += this.Has(source, number) ? 0 : 1;
        }

        return missing;
    }

    private bool Has(int source, long number) => this.seen[source] is { } bits && number < bits.Length && bits[(int)number];
}
