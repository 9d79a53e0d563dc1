using System.IO.Compression;
using System.Text;

namespace TransitHub.Gtfs.Sources;

/// <summary>
/// Unpacks gzip (RFC 1952), one or several members, and tells a file that was cut off from one that is whole.
/// <see cref="GZipStream"/> ends silently where its input ends, even within a member; so a small member with a known
/// text is put after the file: only when the file's own last member is whole does exactly that text come out.
/// </summary>
internal sealed class CompleteGzipStream : ReadOnlyStream
{
    private static readonly byte[] EndText = Encoding.ASCII.GetBytes("transithub: here the file is at its end");
    private static readonly byte[] EndMember = Compress(EndText);

    private readonly GZipStream unpacked;
    private readonly TailedStream packed;
    private bool ended;

    /// <summary>Takes over the stream.</summary>
    public CompleteGzipStream(Stream packed)
    {
        this.packed = new TailedStream(packed);
        this.unpacked = new GZipStream(this.packed, CompressionMode.Decompress);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file is damaged, or ends within a member.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (this.ended || buffer.IsEmpty)
        {
            return 0;
        }

        int read = this.unpacked.Read(buffer);
        if (!this.packed.TailServed)
        {
            return read > 0 ? read : throw new InvalidDataException("The gzip stream holds nothing.");
        }

        this.CheckEnd(buffer[..read]);
        this.ended = true;
        return 0;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            this.unpacked.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>All that comes out once the tail went in must be the tail's text.</summary>
    private void CheckEnd(ReadOnlySpan<byte> first)
    {
        byte[] rest = new byte[EndText.Length + 1];
        int length = Math.Min(first.Length, rest.Length);
        first[..length].CopyTo(rest);
        length += this.unpacked.ReadAtLeast(rest.AsSpan(length), rest.Length - length, throwOnEndOfStream: false);
        if (!rest.AsSpan(0, length).SequenceEqual(EndText))
        {
            throw new InvalidDataException("The gzip stream ends within a member.");
        }
    }

    private static byte[] Compress(byte[] text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(text);
        }

        return bytes.ToArray();
    }

    /// <summary>The file, and after it the end member in a read of its own.</summary>
    private sealed class TailedStream(Stream file) : ReadOnlyStream
    {
        private int tailPosition;

        public bool TailServed { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            int read = this.TailServed ? 0 : file.Read(buffer);
            if (read > 0 || buffer.IsEmpty)
            {
                return read;
            }

            this.TailServed = true;
            ReadOnlySpan<byte> tail = EndMember.AsSpan(this.tailPosition);
            tail = tail[..Math.Min(tail.Length, buffer.Length)];
            tail.CopyTo(buffer);
            this.tailPosition += tail.Length;
            return tail.Length;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                file.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
