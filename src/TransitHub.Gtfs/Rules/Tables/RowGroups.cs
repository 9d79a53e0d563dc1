namespace TransitHub.Gtfs.Rules.Tables;

/// <summary>
/// Rows by owner (trip, shape) in the order of their sequence numbers. Feeds nearly always write them so; then nothing is
/// kept but where each owner starts.
/// </summary>
internal sealed class RowGroups
{
    private readonly int[] starts;
    private readonly int[]? order;
    private readonly IntColumn? sequence;
    private int[] scratch = [];

    public RowGroups(TextColumn owner, IntColumn? sequence, int rows)
    {
        this.sequence = sequence;
        this.starts = new int[owner.Domain.Count + 1];
        var (inPlace, last) = (true, -1);
        for (var row = 0; row < rows; row++)
        {
            var id = owner[row];
            if (id >= 0)
            {
                this.starts[id + 1]++;
            }

            inPlace &= id >= last;
            last = id;
        }

        for (var id = 0; id < owner.Domain.Count; id++)
        {
            this.starts[id + 1] += this.starts[id];
        }

        this.order = inPlace && this.starts[^1] == rows ? null : Order(owner, rows);
    }

    public int Count => this.starts.Length - 1;

    public int CountOf(int owner) => owner >= 0 && owner < Count ? this.starts[owner + 1] - this.starts[owner] : 0;

    /// <summary>The owner's rows; the span is valid until the next call.</summary>
    public ReadOnlySpan<int> Of(int owner)
    {
        var count = CountOf(owner);
        if (this.scratch.Length < count)
        {
            this.scratch = new int[Math.Max(count, this.scratch.Length * 2)];
        }

        var rows = this.scratch.AsSpan(0, count);
        var ordered = true;
        for (var at = 0; at < count; at++)
        {
            var place = this.starts[owner] + at;
            rows[at] = this.order is null ? place : this.order[place];
            ordered = ordered && (at == 0 || this.sequence is null || this.sequence[rows[at]] >= this.sequence[rows[at - 1]]);
        }

        if (!ordered)
        {
            var sequence = this.sequence!;
            rows.Sort((left, right) => (sequence[left], left).CompareTo((sequence[right], right)));
        }

        return rows;
    }

    private int[] Order(TextColumn owner, int rows)
    {
        var next = this.starts.AsSpan(0, Count).ToArray();
        var order = new int[this.starts[^1]];
        for (var row = 0; row < rows; row++)
        {
            if (owner[row] is >= 0 and var id)
            {
                order[next[id]++] = row;
            }
        }

        return order;
    }
}
