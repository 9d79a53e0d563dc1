using Google.Protobuf;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Mqtt.Decoding;
using Proto = TransitHub.Protocol.V1;

namespace TransitHub.Mqtt.Tests.Decoding;

public class StatusDecoderTests
{
    private const string Topic = "transithub/v1/city/status/box-1";

    [Fact]
    public void Reads_json_and_protobuf_alike()
    {
        StatusReport json = One(Decoded.Json(
            """{"measured_at": 1763871000.5, "online": true, "uptime_seconds": 3600, "version": "2.1", "message": "ok", "extra": [1]}""", Topic));
        Proto.ObservationBatch batch = new();
        batch.Status.Add(new Proto.DeviceStatus { MeasuredAt = 1_763_871_000.5, Online = true, UptimeSeconds = 3600, Version = "2.1", Message = "ok" });
        StatusReport protobuf = One(new MessageDecoder(new DecoderOptions()).Decode(
            Topic, batch.ToByteArray(), "application/x-protobuf", Decoded.ReceivedAt));
        Assert.Equal(new Timestamp(1_763_871_000_500), json.MeasuredAt);
        Assert.Equal(3600, json.UptimeSeconds);
        Assert.Equal(json, protobuf);
    }

    [Fact]
    public void Reads_a_last_will()
    {
        StatusReport will = One(Decoded.Json("""{"online": false}""", Topic));
        Assert.False(will.Online);
        Assert.Null(will.MeasuredAt);
    }

    [Theory]
    [InlineData("{}", RejectionReason.MissingField, "online")]
    [InlineData("""{"online": "yes"}""", RejectionReason.InvalidField, "online")]
    [InlineData("""{"online": true, "uptime_seconds": -1}""", RejectionReason.InvalidField, "uptime_seconds")]
    [InlineData("""{"online": true, "version": {"a": 1}}""", RejectionReason.InvalidField, "version")]
    [InlineData("", RejectionReason.NothingToUse, "clears")]
    [InlineData("offline", RejectionReason.MalformedPayload, "JSON")]
    public void Refuses_what_is_no_status(string json, RejectionReason reason, string named)
    {
        Rejection rejection = Decoded.Json(json, Topic).OneRejection();
        Assert.Equal(reason, rejection.Reason);
        Assert.Contains(named, rejection.Detail, StringComparison.Ordinal);
    }

    private static StatusReport One(DecodedMessage message)
    {
        Assert.Empty(message.Rejections);
        return Assert.IsType<StatusReport>(Assert.Single(message.Observations));
    }
}
