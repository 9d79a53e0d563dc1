using TransitHub.Gtfs.Writing;

namespace TransitHub.Gtfs.Merging;

/// <summary>One row of a merged file, put together before it is known whether it is written.</summary>
internal sealed class MergedRow(int columns)
{
    private readonly int[] ends = new int[columns];
    private byte[] bytes = new byte[1024];
    private int count;

    public void Clear() => this.count = 0;

    public void Add(ReadOnlySpan<byte> field)
    {
        var end = (this.count == 0 ? 0 : this.ends[this.count - 1]) + field.Length;
        if (end > this.bytes.Length)
        {
            Array.Resize(ref this.bytes, Math.Max(end, this.bytes.Length * 2));
        }

        field.CopyTo(this.bytes.AsSpan(end - field.Length));
        this.ends[this.count++] = end;
    }

    public ReadOnlySpan<byte> this[int column]
    {
        get
        {
            var start = column == 0 ? 0 : this.ends[column - 1];
            return this.bytes.AsSpan(start, this.ends[column] - start);
        }
    }

    public void WriteTo(BlockWriter csv)
    {
        for (var column = 0; column < this.count; column++)
        {
            if (column > 0)
            {
                csv.Add((byte)',');
            }

            CanonicalCsv.AddField(csv, this[column], this.count == 1);
        }

        csv.Add((byte)'\n');
    }
}
