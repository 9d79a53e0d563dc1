namespace TransitHub.Gtfs.Writing;

/// <summary>
/// Passes bytes on in blocks of one size. What deflate writes depends on how its input is cut, and how a source gives its
/// bytes depends on how it was packed: only equal blocks make equal zips.
/// </summary>
internal sealed class BlockWriter(Stream destination)
{
    private readonly byte[] _block = new byte[1 << 16];
    private int _count;

    public void Add(byte value)
    {
        if (_count == _block.Length)
        {
            Flush();
        }

        _block[_count++] = value;
    }

    public void Add(ReadOnlySpan<byte> values)
    {
        while (values.Length > 0)
        {
            if (_count == _block.Length)
            {
                Flush();
            }

            var length = Math.Min(values.Length, _block.Length - _count);
            values[..length].CopyTo(_block.AsSpan(_count));
            _count += length;
            values = values[length..];
        }
    }

    public void AddAll(Stream source)
    {
        for (var read = -1; read != 0; _count += read)
        {
            if (_count == _block.Length)
            {
                Flush();
            }

            read = source.Read(_block, _count, _block.Length - _count);
        }
    }

    public void Flush()
    {
        destination.Write(_block, 0, _count);
        _count = 0;
    }
}
