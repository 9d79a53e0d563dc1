using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace TransitHub.Gtfs;

/// <summary>Distinct lists of ints, each kept once.</summary>
internal sealed class IntLists
{
    private readonly List<int[]> lists = [];
    private readonly Dictionary<ulong, List<int>> byHash = [];

    public int Count => this.lists.Count;

    public ReadOnlySpan<int> this[int list] => this.lists[list];

    /// <summary>Adds the list if it is new; false if it was there.</summary>
    public bool TryAdd(ReadOnlySpan<int> values, out int list)
    {
        var hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(values));
        if (!this.byHash.TryGetValue(hash, out var candidates))
        {
            this.byHash.Add(hash, candidates = new List<int>(1));
        }

        foreach (var candidate in candidates)
        {
            if (values.SequenceEqual(this.lists[candidate]))
            {
                list = candidate;
                return false;
            }
        }

        list = this.lists.Count;
        this.lists.Add(values.ToArray());
        candidates.Add(list);
        return true;
    }
}
