namespace TransitHub.Gtfs.Writing;

/// <summary>
/// Passes bytes on in blocks of one size. What deflate writes depends on how its input is cut, and how a source gives its
/// bytes depends on how it was packed: only equal blocks make equal zips.
/// </summary>
internal sealed class BlockWriter(Stream destination)
{
    private readonly byte[] block = new byte[1 << 16];
    private int count;

    public void Add(byte value)
    {
        if (this.count == this.block.Length)
        {
            Flush();
        }

        this.block[this.count++] = value;
    }

    public void Add(ReadOnlySpan<byte> values)
    {
        while (values.Length > 0)
        {
            if (this.count == this.block.Length)
            {
                Flush();
            }

            var length = Math.Min(values.Length, this.block.Length - this.count);
            values[..length].CopyTo(this.block.AsSpan(this.count));
            this.count += length;
            values = values[length..];
        }
    }

    public void AddAll(Stream source)
    {
        for (var read = -1; read != 0; this.count += read)
        {
            if (this.count == this.block.Length)
            {
                Flush();
            }

            read = source.Read(this.block, this.count, this.block.Length - this.count);
        }
    }

    public void Flush()
    {
        destination.Write(this.block, 0, this.count);
        this.count = 0;
    }
}
