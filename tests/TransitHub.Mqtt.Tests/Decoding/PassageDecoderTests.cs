using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using Proto = TransitHub.Protocol.V1;

namespace TransitHub.Mqtt.Tests.Decoding;

public class PassageDecoderTests
{
    private const string Topic = "transithub/v1/city/passage/camera-1";

    [Fact]
    public void Reads_json_and_protobuf_alike()
    {
        PassageReport json = Decoded.Json(
            """{"event_id": "c198-77121", "measured_at": 1763871004.7, "channel": "line-1", "class": "bus", "direction": "a_to_b", "route_text": "1-33", "route_confidence": 0.93, "confidence": 0.9}""",
            Topic).One<PassageReport>();
        PassageReport protobuf = Decoded.Protobuf(
            new Proto.ObservationBatch
            {
                Passage =
                {
                    new Proto.PassageReport
                    {
                        EventId = "c198-77121", MeasuredAt = 1_763_871_004.7, Channel = "line-1", Class = "bus", Direction = "a_to_b", RouteText = "1-33",
                        RouteConfidence = 0.93f, Confidence = 0.9f,
                    },
                },
            },
            Topic).One<PassageReport>();
        Assert.Equal((new Timestamp(1_763_871_004_700), "1-33", 0.93f), (json.MeasuredAt, json.RouteText, json.RouteConfidence!.Value));
        Assert.Equal(json, protobuf);
    }

    [Fact]
    public void Most_fields_may_be_left_out()
    {
        PassageReport least = Decoded.Json("""{"measured_at": 1763871004, "channel": 1, "class": "boat", "route_text": "", "confidence": null}""", Topic).One<PassageReport>();
        Assert.Equal(("1", null, null, null, null), (least.Channel, least.EventId, least.Direction, least.RouteText, least.Confidence));
    }

    [Theory]
    [InlineData("{}", RejectionReason.MissingField, "measured_at")]
    [InlineData("""{"measured_at": 1763871004}""", RejectionReason.MissingField, "channel")]
    [InlineData("""{"measured_at": 1763871004, "channel": "a"}""", RejectionReason.MissingField, "class")]
    [InlineData("""{"measured_at": 1763871004, "channel": "a", "class": "bus", "confidence": 90}""", RejectionReason.InvalidField, "confidence: 90 is outside [0, 1]")]
    [InlineData("""{"measured_at": 1763871004, "channel": "a", "class": "bus", "route_confidence": -1}""", RejectionReason.InvalidField, "route_confidence")]
    [InlineData("""{"measured_at": 0, "channel": "a", "class": "bus"}""", RejectionReason.InvalidField, "measured_at: 0 is not Unix seconds")]
    public void Refuses_what_is_no_passage(string json, RejectionReason reason, string named)
    {
        Rejection rejection = Decoded.Json(json, Topic).OneRejection();
        Assert.Equal(reason, rejection.Reason);
        Assert.Contains(named, rejection.Detail, StringComparison.Ordinal);
    }
}
