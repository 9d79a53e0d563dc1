using System.Text;
using Google.Protobuf;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Mqtt.Decoding;
using TransitHub.Protocol.V1;
using AvlReport = TransitHub.Core.Observations.AvlReport;

namespace TransitHub.Mqtt.Tests.Decoding;

/// <summary>Short forms that the decoders' tests share.</summary>
internal static class Decoded
{
    public const string AvlTopic = "transithub/v1/city/avl/bus-1";

    public static readonly Timestamp ReceivedAt = new(1_763_871_001_000);

    public static DecodedMessage Json(string json, string topic = AvlTopic, DecoderOptions? options = null) =>
        new MessageDecoder(options ?? new DecoderOptions()).Decode(topic, Encoding.UTF8.GetBytes(json), null, ReceivedAt);

    public static DecodedMessage Protobuf(ObservationBatch batch, string topic) =>
        new MessageDecoder(new DecoderOptions()).Decode(topic, batch.ToByteArray(), "application/x-protobuf", ReceivedAt);

    public static T One<T>(this DecodedMessage message)
        where T : Observation
    {
        Assert.Empty(message.Rejections);
        return Assert.IsType<T>(Assert.Single(message.Observations));
    }

    public static AvlReport OneReport(this DecodedMessage message)
    {
        Assert.Empty(message.Rejections);
        return Assert.IsType<AvlReport>(Assert.Single(message.Observations));
    }

    public static Rejection OneRejection(this DecodedMessage message)
    {
        Assert.Empty(message.Observations);
        return Assert.Single(message.Rejections);
    }
}
