namespace TransitHub.Simulation.Recordings;

/// <summary>Cuts a stream into lines (LF or CRLF) without a copy; a line longer than the bound is passed over and marked.</summary>
internal sealed class LineReader(Stream stream)
{
    /// <summary>Longest line, bytes: an MQTT payload of the largest size the hub accepts and its topic.</summary>
    public const int MaxBytes = 1 << 20;

    private readonly byte[] buffer = new byte[MaxBytes];
    private int start;
    private int end;
    private bool ended;

    /// <summary>The number of the line read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Whether the line read last was too long; it is then empty.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Reads a line without its end; false at the end. It is valid until the next call.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        this.IsTooLong = false;
        int searched = 0;
        while (true)
        {
            int length = this.buffer.AsSpan(this.start + searched, this.end - this.start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = this.Take(searched + length, skip: 1);
                return true;
            }

            searched = this.end - this.start;
            if (this.Fill(ref searched))
            {
                continue;
            }

            line = this.Take(searched, skip: 0);
            return searched > 0 || this.IsTooLong;
        }
    }

    private ReadOnlySpan<byte> Take(int length, int skip)
    {
        ReadOnlySpan<byte> line = this.buffer.AsSpan(this.start, length);
        this.start += length + skip;
        this.Number += length > 0 || skip > 0 || this.IsTooLong ? 1 : 0;
        line = line is [.. var most, (byte)'\r'] ? most : line;
        return this.IsTooLong ? default : line;
    }

    /// <summary>Reads more behind what is there; false at the end of the stream.</summary>
    private bool Fill(ref int searched)
    {
        if (this.ended)
        {
            return false;
        }

        if (searched == this.buffer.Length)
        {
            this.IsTooLong = true;
            searched = 0;
            this.start = this.end = 0;
        }
        else if (this.start > 0)
        {
            this.buffer.AsSpan(this.start, this.end - this.start).CopyTo(this.buffer);
            this.end -= this.start;
            this.start = 0;
        }

        int read = stream.Read(this.buffer.AsSpan(this.end));
        this.end += read;
        this.ended = read == 0;
        return read > 0;
    }
}
