using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Google.Protobuf;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Feeds;

/// <summary>
/// One feed message as every reader gets it: the protobuf bytes and, made when first asked for and only once, its twins
/// in JSON and text. Immutable and safe to share between threads.
/// </summary>
public sealed class FeedBytes
{
    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true));
    private readonly Lazy<int> entities;
    private readonly Lazy<string> feedVersion;
    private readonly Lazy<Representation> json;
    private readonly Lazy<Representation> text;

    /// <summary>Takes ownership of the bytes of a FeedMessage.</summary>
    /// <param name="bytes">The message; not to be changed afterwards.</param>
    /// <param name="headerTimestamp">Its FeedHeader.timestamp, Unix seconds.</param>
    public FeedBytes(ReadOnlyMemory<byte> bytes, long headerTimestamp)
    {
        string hash = Convert.ToHexStringLower(XxHash128.Hash(bytes.Span));
        this.HeaderTimestamp = headerTimestamp;
        this.Protobuf = new Representation(bytes, "application/x-protobuf", hash);
        this.feedVersion = new Lazy<string>(() => VersionOf(bytes));
        this.entities = new Lazy<int>(() => CountEntities(bytes));
        this.json = new Lazy<Representation>(() => this.Twin(Json.Format, "application/json", hash + "-json"));
        this.text = new Lazy<Representation>(() => this.Twin(TextFormat.Print, "text/plain; charset=utf-8", hash + "-txt"));
    }

    /// <summary>FeedHeader.timestamp, Unix seconds: also what Last-Modified says.</summary>
    public long HeaderTimestamp { get; }

    /// <summary>Its FeedHeader.feed_version, the static feed that its ids are of; empty: it names none.</summary>
    public string FeedVersion => this.feedVersion.Value;

    /// <summary>How many entities it has.</summary>
    public int EntityCount => this.entities.Value;

    /// <summary>The FeedMessage.</summary>
    public Representation Protobuf { get; }

    /// <summary>Protobuf's JSON mapping, with the field names of the specification.</summary>
    public Representation AsJson => this.json.Value;

    /// <summary>Protobuf's text format.</summary>
    public Representation AsText => this.text.Value;

    /// <summary>The header comes first, so nothing else is read.</summary>
    private static string VersionOf(ReadOnlyMemory<byte> message)
    {
        ArraySegment<byte> bytes = MemoryMarshal.TryGetArray(message, out ArraySegment<byte> whole) ? whole : message.ToArray();
        using var reader = new CodedInputStream(bytes.Array!, bytes.Offset, bytes.Count);
        if (reader.ReadTag() != FieldTags.FeedMessage.Header)
        {
            return string.Empty;
        }

        var header = new FeedHeader();
        reader.ReadMessage(header);
        return header.FeedVersion;
    }

    /// <summary>Goes from field to field of the message without looking into entities: one step for each.</summary>
    private static int CountEntities(ReadOnlyMemory<byte> message)
    {
        ArraySegment<byte> bytes = MemoryMarshal.TryGetArray(message, out ArraySegment<byte> whole) ? whole : message.ToArray();
        using var reader = new CodedInputStream(bytes.Array!, bytes.Offset, bytes.Count);
        int count = 0;
        for (uint tag = reader.ReadTag(); tag != 0; tag = reader.ReadTag())
        {
            count += tag == FieldTags.FeedMessage.Entity ? 1 : 0;
            reader.SkipLastField();
        }

        return count;
    }

    private Representation Twin(Func<FeedMessage, string> print, string contentType, string tag)
    {
        FeedMessage message = FeedMessage.Parser.ParseFrom(this.Protobuf.Bytes.Span);
        return new Representation(Encoding.UTF8.GetBytes(print(message)), contentType, tag);
    }
}
