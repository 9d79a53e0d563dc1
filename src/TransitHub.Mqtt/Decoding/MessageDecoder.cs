using System.Buffers;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Mqtt.Decoding.Adapters;
using TransitHub.Mqtt.Topics;

namespace TransitHub.Mqtt.Decoding;

/// <summary>
/// Turns an MQTT message into observations. Never throws on what a device sent: what cannot be used is a
/// rejection that names the field. Safe for many threads.
/// </summary>
public sealed class MessageDecoder
{
    private const string ProtobufContentType = "application/x-protobuf";
    private readonly DecoderOptions options;
    private readonly TopicCache topics;
    private readonly AvlJsonDecoder avlJson;
    private readonly AvlProtobufDecoder avlProtobuf;
    private readonly StatusDecoder status;
    private readonly DraftDecoder<LoadDraft> apc;
    private readonly DraftDecoder<CountDraft> count;
    private readonly DraftDecoder<PassageDraft> passage;
    private readonly HfpDecoder hfp;

    /// <summary>Makes one for a hub: it remembers ids and topics, so share it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public MessageDecoder(DecoderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        this.options = options;
        Utf8Interner interner = new(options.RememberedTexts);
        this.topics = new TopicCache(options.RememberedTexts);
        this.avlJson = new AvlJsonDecoder(interner, options);
        this.avlProtobuf = new AvlProtobufDecoder(interner, options);
        this.status = new StatusDecoder(interner, options);
        this.apc = new DraftDecoder<LoadDraft>(interner, options);
        this.count = new DraftDecoder<CountDraft>(interner, options);
        this.passage = new DraftDecoder<PassageDraft>(interner, options);
        this.hfp = new HfpDecoder(interner, options);
    }

    /// <summary>Which vehicle of a feed a boat is that tells its position by AIS, by its MMSI; null: none. Without it no boat is.</summary>
    public Func<FeedId, long, DeviceId?> Vessels { private get; init; } = static (_, _) => null;

    /// <summary>Decodes one message.</summary>
    /// <param name="topic">As published.</param>
    /// <param name="payload">As published; not kept.</param>
    /// <param name="contentType">MQTT 5's content type; <c>application/x-protobuf</c> chooses protobuf, all else is JSON.</param>
    /// <param name="receivedAt">The hub's clock at arrival.</param>
    public DecodedMessage Decode(string topic, in ReadOnlySequence<byte> payload, string? contentType, Timestamp receivedAt)
    {
        ArgumentNullException.ThrowIfNull(topic);
        if (payload.IsSingleSegment || payload.Length > this.options.MaxPayloadBytes)
        {
            // Only its length matters of a payload that is too large.
            return this.Decode(topic, payload.FirstSpan, payload.Length, contentType, receivedAt);
        }

        byte[] whole = ArrayPool<byte>.Shared.Rent((int)payload.Length);
        try
        {
            payload.CopyTo(whole);
            return this.Decode(topic, whole.AsSpan(0, (int)payload.Length), payload.Length, contentType, receivedAt);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    /// <inheritdoc cref="Decode(string, in ReadOnlySequence{byte}, string?, Timestamp)"/>
    public DecodedMessage Decode(string topic, ReadOnlySpan<byte> payload, string? contentType, Timestamp receivedAt)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return this.Decode(topic, payload, payload.Length, contentType, receivedAt);
    }

    /// <summary>What a message is that was too large to be read at all.</summary>
    internal DecodedMessage RefuseOversize(string topic, long payloadLength, Timestamp receivedAt) =>
        this.Decode(topic, [], Math.Max(payloadLength, this.options.MaxPayloadBytes + 1L), null, receivedAt);

    private DecodedMessage Decode(string topic, ReadOnlySpan<byte> payload, long length, string? contentType, Timestamp receivedAt)
    {
        if (!this.topics.TryParse(topic, out TopicName name, out string problem))
        {
            string shown = topic.Length > 128 ? topic[..128] : topic;
            return new DecodedMessage(null, [], [new Rejection(receivedAt, RejectionReason.UnknownTopic, shown, problem)]);
        }

        DecodeOutput output = new(name.Device, receivedAt, this.options.MaxObservations);
        if (length > this.options.MaxPayloadBytes)
        {
            output.Refuse(RejectionReason.PayloadTooLarge, $"{length} bytes; at most {this.options.MaxPayloadBytes} are read");
        }
        else
        {
            this.Decode(topic, name, payload, IsProtobuf(contentType), ref output);
        }

        return output.ToMessage(name.Feed);
    }

    /// <summary>Apart, since what it captures would otherwise be made for every message of every kind.</summary>
    private void DecodeAis(TopicName name, ReadOnlySpan<byte> payload, ref DecodeOutput output) =>
        AisDecoder.Decode(payload, mmsi => this.Vessels(name.Feed!.Value, mmsi), ref output);

    private void Decode(string topic, TopicName name, ReadOnlySpan<byte> payload, bool protobuf, ref DecodeOutput output)
    {
        TopicKind kind = name.Kind;
        switch (kind)
        {
            case TopicKind.Avl when protobuf:
                this.avlProtobuf.Decode(payload, ref output);
                break;
            case TopicKind.Avl:
                this.avlJson.Decode(payload, ref output);
                break;
            case TopicKind.Status when payload.IsEmpty:
                output.Refuse(RejectionReason.NothingToUse, "an empty payload only clears the retained status");
                break;
            case TopicKind.Status when protobuf:
                this.status.DecodeProtobuf(payload, ref output);
                break;
            case TopicKind.Status:
                this.status.DecodeJson(payload, ref output);
                break;
            case TopicKind.Hfp:
                this.hfp.Decode(topic, payload, ref output);
                break;
            case TopicKind.Ais:
                this.DecodeAis(name, payload, ref output);
                break;
            case TopicKind.Apc:
                Decode(this.apc, payload, protobuf, ref output);
                break;
            case TopicKind.Count when !protobuf && CountAdapters.TryDecode(payload, ref output):
                break;
            case TopicKind.Count:
                Decode(this.count, payload, protobuf, ref output);
                break;
            case TopicKind.Passage:
                Decode(this.passage, payload, protobuf, ref output);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(name), kind, "There is no decoder for this kind.");
        }
    }

    private static void Decode<TDraft>(DraftDecoder<TDraft> decoder, ReadOnlySpan<byte> payload, bool protobuf, ref DecodeOutput output)
        where TDraft : struct, IMessageDraft
    {
        if (protobuf)
        {
            decoder.DecodeProtobuf(payload, ref output);
        }
        else
        {
            decoder.DecodeJson(payload, ref output);
        }
    }

    private static bool IsProtobuf(string? contentType) =>
        contentType is not null && contentType.StartsWith(ProtobufContentType, StringComparison.OrdinalIgnoreCase);
}
