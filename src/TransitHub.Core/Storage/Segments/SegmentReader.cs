namespace TransitHub.Core.Storage.Segments;

/// <summary>Walks through a segment file batch by batch and checks each one.</summary>
internal sealed class SegmentReader : IDisposable
{
    private readonly FileStream stream;
    private readonly long limit;
    private byte[] buffer = new byte[64 * 1024];

    /// <summary>Opens the file and reads its header.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="limit">How many bytes of it count: what is durable while the file is still being written; null: all.</param>
    public SegmentReader(string path, long? limit = null)
    {
        this.stream = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);
        this.limit = Math.Min(limit ?? long.MaxValue, this.stream.Length);
        Span<byte> bytes = stackalloc byte[SegmentHeader.Size];
        if (this.limit >= SegmentHeader.Size && this.stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length
            && SegmentHeader.TryRead(bytes, out SegmentHeader header))
        {
            this.Header = header;
            this.Offset = SegmentHeader.Size;
        }
    }

    /// <summary>The file's header; null when it has no whole one.</summary>
    public SegmentHeader? Header { get; }

    /// <summary>Where the next batch begins: the end of the last whole one.</summary>
    public long Offset { get; private set; }

    /// <summary>How many bytes of the file count.</summary>
    public long Length => this.limit;

    /// <summary>What is wrong at <see cref="Offset"/>, after <see cref="TryReadBatch"/> gave false before <see cref="Length"/>.</summary>
    public string Finding { get; private set; } = "no segment header of version 1";

    /// <summary>Reads the batch at <see cref="Offset"/>; false at the end, and where there is no whole batch.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="records">Its records, valid until the next call.</param>
    public bool TryReadBatch(out BatchHeader header, out ReadOnlyMemory<byte> records)
    {
        header = default;
        records = default;
        if (this.Header is null || this.Offset >= this.limit)
        {
            return false;
        }

        if (!this.TryReadBatchAt(this.Offset, out header))
        {
            return false;
        }

        records = this.buffer.AsMemory(BatchHeader.Size, header.Length);
        this.Offset += BatchHeader.Size + header.Length;
        return true;
    }

    /// <summary>The first whole batch after <see cref="Offset"/>, at any byte; false when there is none. Moves on to it.</summary>
    public bool TryFindLaterBatch()
    {
        const int chunk = 1 << 20;
        byte[] bytes = new byte[chunk];
        for (long from = this.Offset + 1; from + BatchHeader.Size <= this.limit; from += chunk - BatchHeader.Magic.Length + 1)
        {
            this.stream.Position = from;
            int read = this.stream.ReadAtLeast(bytes, (int)Math.Min(chunk, this.limit - from), throwOnEndOfStream: false);
            for (int at = 0, found; (found = bytes.AsSpan(at, read - at).IndexOf(BatchHeader.Magic)) >= 0; at += found + 1)
            {
                if (this.TryReadBatchAt(from + at + found, out _))
                {
                    this.Offset = from + at + found;
                    return true;
                }
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => this.stream.Dispose();

    private bool TryReadBatchAt(long offset, out BatchHeader header)
    {
        header = default;
        if (this.limit - offset < BatchHeader.Size)
        {
            return this.Miss("the file ends within a batch's header");
        }

        if (this.stream.Position != offset)
        {
            this.stream.Position = offset;
        }

        this.stream.ReadExactly(this.buffer.AsSpan(0, BatchHeader.Size));
        if (!BatchHeader.TryRead(this.buffer, out header))
        {
            return this.Miss("no batch begins here");
        }

        if (header.Length > this.limit - offset - BatchHeader.Size)
        {
            return this.Miss("the file ends within a batch");
        }

        int size = BatchHeader.Size + header.Length;
        if (this.buffer.Length < size)
        {
            Array.Resize(ref this.buffer, Math.Max(size, this.buffer.Length * 2));
        }

        this.stream.ReadExactly(this.buffer.AsSpan(BatchHeader.Size, header.Length));
        return BatchHeader.IsWhole(this.buffer.AsSpan(0, size)) || this.Miss("the batch's checksum does not hold");
    }

    private bool Miss(string finding)
    {
        this.Finding = finding;
        return false;
    }
}
