using System.IO.Compression;

namespace TransitHub.Core.Feeds;

/// <summary>
/// Bytes ready to be sent: immutable, safe to share between threads. The compressed forms are made when first asked for,
/// once, whoever asks.
/// </summary>
public sealed class Representation
{
    private readonly string tag;
    private readonly Lazy<Representation> gzip;
    private readonly Lazy<Representation> brotli;

    /// <summary>Takes ownership of the bytes.</summary>
    /// <param name="bytes">The content; not to be changed afterwards.</param>
    /// <param name="contentType">Media type for the Content-Type header.</param>
    /// <param name="tag">Names these very bytes; without quotes.</param>
    public Representation(ReadOnlyMemory<byte> bytes, string contentType, string tag)
    {
        ArgumentNullException.ThrowIfNull(contentType);
        ArgumentException.ThrowIfNullOrEmpty(tag);
        this.tag = tag;
        this.Bytes = bytes;
        this.ContentType = contentType;
        this.ETag = $"\"{tag}\"";
        this.gzip = new Lazy<Representation>(() => this.Compressed("gzip", ContentCoding.Gzip, to => new GZipStream(to, CompressionLevel.Fastest, leaveOpen: true)));
        this.brotli = new Lazy<Representation>(() => this.Compressed("br", ContentCoding.Brotli, to => new BrotliStream(to, CompressionLevel.Fastest, leaveOpen: true)));
    }

    /// <summary>The content, in its <see cref="Coding"/>.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Media type, without regard to the coding.</summary>
    public string ContentType { get; }

    /// <summary>Strong entity tag with its quotes: another one for other bytes, and another for each coding (RFC 9110, 8.8.3).</summary>
    public string ETag { get; }

    /// <summary>How <see cref="Bytes"/> are coded.</summary>
    public ContentCoding Coding { get; private init; }

    /// <summary>The same content in another coding.</summary>
    /// <exception cref="InvalidOperationException">This one is compressed already.</exception>
    public Representation In(ContentCoding coding) => coding switch
    {
        _ when coding == this.Coding => this,
        _ when this.Coding != ContentCoding.Identity => throw new InvalidOperationException("Compressed content is not compressed again."),
        ContentCoding.Gzip => this.gzip.Value,
        ContentCoding.Brotli => this.brotli.Value,
        _ => throw new ArgumentOutOfRangeException(nameof(coding), coding, "Unknown coding."),
    };

    private Representation Compressed(string suffix, ContentCoding coding, Func<Stream, Stream> compressor)
    {
        MemoryStream packed = new(this.Bytes.Length / 4);
        using (Stream stream = compressor(packed))
        {
            stream.Write(this.Bytes.Span);
        }

        return new Representation(packed.GetBuffer().AsMemory(0, (int)packed.Length), this.ContentType, $"{this.tag}-{suffix}") { Coding = coding };
    }
}
