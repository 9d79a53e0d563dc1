namespace TransitHub.Gtfs;

/// <summary>Lists of ints of many owners in two arrays.</summary>
internal sealed class IntGroups
{
    private readonly int[] starts;
    private readonly int[] values;

    private IntGroups(int[] starts, int[] values) => (this.starts, this.values) = (starts, values);

    public ReadOnlySpan<int> this[int owner] => this.values.AsSpan(this.starts[owner], this.starts[owner + 1] - this.starts[owner]);

    /// <summary>Groups 0..n-1 by owner, in their order; items whose owner is negative are left out.</summary>
    public static IntGroups Of(int owners, int items, Func<int, int> ownerOf)
    {
        var starts = new int[owners + 1];
        for (var item = 0; item < items; item++)
        {
            if (ownerOf(item) is >= 0 and var owner)
            {
                starts[owner + 1]++;
            }
        }

        for (var owner = 0; owner < owners; owner++)
        {
            starts[owner + 1] += starts[owner];
        }

        var next = starts.AsSpan(0, owners).ToArray();
        var values = new int[starts[owners]];
        for (var item = 0; item < items; item++)
        {
            if (ownerOf(item) is >= 0 and var owner)
            {
                values[next[owner]++] = item;
            }
        }

        return new IntGroups(starts, values);
    }

    /// <summary>The same groups, each sorted by a key and then by item.</summary>
    public IntGroups SortedBy(Func<int, int> key)
    {
        for (var owner = 0; owner + 1 < this.starts.Length; owner++)
        {
            this.values.AsSpan(this.starts[owner], this.starts[owner + 1] - this.starts[owner]).Sort((left, right) =>
                key(left).CompareTo(key(right)) is not 0 and var order ? order : left.CompareTo(right));
        }

        return this;
    }
}
