namespace TransitHub.Gtfs.Reading;

/// <summary>
/// Rows that belong to trips or shapes, in file order. Feeds nearly always write an owner's rows together; then its rows
/// are found by where they start. If not, an order is made once by counting.
/// </summary>
internal sealed class OwnedRows<T>
    where T : struct, IOwnedRow
{
    private readonly ChunkedList<T> rows = new();
    private int[]? order;
    private int[]? starts;

    public int Count => this.rows.Count;

    public void Add(in T row) => this.rows.Add(row);

    /// <summary>Groups the rows once all are there.</summary>
    public void Group(int owners)
    {
        var starts = new int[owners + 1];
        for (var row = 0; row < this.rows.Count; row++)
        {
            starts[this.rows[row].Owner + 1]++;
        }

        for (var owner = 0; owner < owners; owner++)
        {
            starts[owner + 1] += starts[owner];
        }

        this.starts = starts;
        this.order = OrderUnlessInPlace(starts);
    }

    /// <summary>The rows of an owner in file order, in <paramref name="scratch"/>.</summary>
    public Span<T> Of(int owner, ref T[] scratch)
    {
        var (start, count) = (this.starts![owner], this.starts[owner + 1] - this.starts[owner]);
        if (scratch.Length < count)
        {
            scratch = new T[Math.Max(count, scratch.Length * 2)];
        }

        for (var at = 0; at < count; at++)
        {
            scratch[at] = this.rows[this.order is null ? start + at : this.order[start + at]];
        }

        return scratch.AsSpan(0, count);
    }

    private int[]? OrderUnlessInPlace(int[] starts)
    {
        var inPlace = true;
        for (var row = 1; row < this.rows.Count && inPlace; row++)
        {
            inPlace = this.rows[row].Owner >= this.rows[row - 1].Owner;
        }

        if (inPlace)
        {
            return null;
        }

        var next = starts.AsSpan(0, starts.Length - 1).ToArray();
        var order = new int[this.rows.Count];
        for (var row = 0; row < order.Length; row++)
        {
            order[next[this.rows[row].Owner]++] = row;
        }

        return order;
    }
}
