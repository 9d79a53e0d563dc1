using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Mqtt.Decoding;
using Proto = TransitHub.Protocol.V1;

namespace TransitHub.Mqtt.Tests.Decoding;

public class CountDecoderTests
{
    private const string Topic = "transithub/v1/city/count/camera-1";

    [Fact]
    public void Reads_an_interval_from_json_and_protobuf_alike()
    {
        TrafficCount json = Decoded.Json(
            """{"channel": "gate-1", "class": "person", "direction": "in", "from": 1763871000, "to": "2025-11-23T11:11:00+07:00", "count": 14, "uptime": 0.98, "extra": {"a": [1]}}""",
            Topic).One<TrafficCount>();
        TrafficCount protobuf = Decoded.Protobuf(
            new Proto.ObservationBatch
            {
                Count =
                {
                    new Proto.TrafficCount { Channel = "gate-1", Class = "person", Direction = "in", From = 1_763_871_000, To = 1_763_871_060, Count = 14, Uptime = 0.98f },
                },
            },
            Topic).One<TrafficCount>();
        Assert.Equal((new Timestamp(1_763_871_000_000), new Timestamp(1_763_871_060_000), 14L, 0.98f), (json.From!.Value, json.To, json.Count, json.Uptime!.Value));
        Assert.Equal("camera-1", json.Device.ToString());
        Assert.Equal(Decoded.ReceivedAt, json.ReceivedAt);
        Assert.Equal(json, protobuf);
    }

    [Fact]
    public void Reads_a_running_total_from_json_and_protobuf_alike()
    {
        TrafficCount json = Decoded.Json(
            """{"channel": "gate-1", "class": "person", "at": 1763871060, "total": 10523, "uptime": 1}""", Topic).One<TrafficCount>();
        TrafficCount protobuf = Decoded.Protobuf(
            new Proto.ObservationBatch { Count = { new Proto.TrafficCount { Channel = "gate-1", Class = "person", At = 1_763_871_060, Total = 10_523, Uptime = 1 } } },
            Topic).One<TrafficCount>();
        Assert.True(json.IsCumulative);
        Assert.Equal((10_523L, null), (json.Count, json.Direction));
        Assert.Equal(json, protobuf);
    }

    [Fact]
    public void Reads_who_is_present_in_a_zone_from_json_and_protobuf_alike()
    {
        TrafficCount json = Decoded.Json(
            """{"channel": "zone-1", "class": "person", "at": 1763871060, "present": 23, "uptime": 1}""", Topic).One<TrafficCount>();
        TrafficCount protobuf = Decoded.Protobuf(
            new Proto.ObservationBatch { Count = { new Proto.TrafficCount { Channel = "zone-1", Class = "person", At = 1_763_871_060, Present = 23, Uptime = 1 } } },
            Topic).One<TrafficCount>();
        Assert.Equal((true, false, 23L), (json.IsPresent, json.IsCumulative, json.Count));
        Assert.Equal(json, protobuf);
    }

    [Fact]
    public void An_unknown_class_is_kept_under_its_own_name_and_nothing_counted_is_a_count()
    {
        TrafficCount count = Decoded.Json("""{"channel": "1", "class": "รถตุ๊กตุ๊ก", "from": 1763871000, "to": 1763871060, "count": 0}""", Topic).One<TrafficCount>();
        Assert.Equal(("รถตุ๊กตุ๊ก", 0L, null), (count.Class, count.Count, count.Uptime));
    }

    [Fact]
    public void Each_entry_of_an_array_stands_for_itself()
    {
        DecodedMessage message = Decoded.Json(
            """[{"channel":"a","class":"bus","at":1763871060,"total":1},{"channel":"a","class":"bus","at":1763871060,"total":-1},7,{"channel":"b","class":"bus","at":1763871060,"total":2}]""",
            Topic);
        Assert.Equal(["a", "b"], message.Observations.Cast<TrafficCount>().Select(c => c.Channel));
        Assert.Equal([RejectionReason.InvalidField, RejectionReason.MalformedPayload], message.Rejections.Select(r => r.Reason));
    }

    [Theory]
    [InlineData("{}", RejectionReason.MissingField, "channel")]
    [InlineData("""{"channel":"a"}""", RejectionReason.MissingField, "class")]
    [InlineData("""{"channel":"a","class":""}""", RejectionReason.MissingField, "class")]
    [InlineData("""{"channel":"a","class":"bus"}""", RejectionReason.MissingField, "or at and total")]
    [InlineData("""{"channel":"a","class":"bus","from":1763871000,"count":1}""", RejectionReason.MissingField, "to is")]
    [InlineData("""{"channel":"a","class":"bus","from":1763871000,"to":1763871060}""", RejectionReason.MissingField, "count")]
    [InlineData("""{"channel":"a","class":"bus","at":1763871000}""", RejectionReason.MissingField, "total")]
    [InlineData("""{"channel":"a","class":"bus","total":5}""", RejectionReason.MissingField, "at is")]
    [InlineData("""{"channel":"a","class":"person","present":5}""", RejectionReason.MissingField, "at is")]
    [InlineData("""{"channel":"a","class":"person","at":1763871000,"total":5,"present":5}""", RejectionReason.InvalidField, "give one of them")]
    [InlineData("""{"channel":"a","class":"person","from":1763871000,"to":1763871060,"count":1,"present":5}""", RejectionReason.InvalidField, "give one of them")]
    [InlineData("""{"channel":"a","class":"bus","from":1763871000,"to":1763871060,"count":1,"total":7}""", RejectionReason.InvalidField, "give one of them")]
    [InlineData("""{"channel":"a","class":"bus","from":1763871000,"to":1763871060,"count":-1}""", RejectionReason.InvalidField, "count: -1 is outside [0, 10000000]")]
    [InlineData("""{"channel":"a","class":"bus","from":1763871000,"to":1763871060,"count":1.5}""", RejectionReason.InvalidField, "count: 1.5 is no whole number")]
    [InlineData("""{"channel":"a","class":"bus","from":1763871000,"to":1763871060,"count":"many"}""", RejectionReason.InvalidField, "count: expected a number")]
    [InlineData("""{"channel":"a","class":"bus","from":1763871000,"to":1763871060,"count":1,"uptime":1.01}""", RejectionReason.InvalidField, "uptime")]
    [InlineData("""{"channel":"a","class":"bus","from":1763871000,"to":1763871060,"count":1,"uptime":-0.1}""", RejectionReason.InvalidField, "uptime")]
    [InlineData("""{"channel":"a","class":"bus","from":1763871000000,"to":1763871060,"count":1}""", RejectionReason.InvalidField, "milliseconds")]
    [InlineData("""{"channel":"a","class":"bus","from":"yesterday","to":1763871060,"count":1}""", RejectionReason.InvalidField, "from: expected Unix seconds")]
    [InlineData("""{"channel":"a","class":["bus"],"at":1763871060,"total":1}""", RejectionReason.InvalidField, "class: found an object")]
    [InlineData("""{"channel":"a","class":"x1234567890123456789012345678901234567890123456789012345678901234","at":1763871060,"total":1}""", RejectionReason.InvalidField, "class: expected text of at most 64")]
    [InlineData("[]", RejectionReason.NothingToUse, "empty")]
    [InlineData("", RejectionReason.MalformedPayload, "JSON")]
    public void Refuses_what_is_no_count(string json, RejectionReason reason, string named)
    {
        Rejection rejection = Decoded.Json(json, Topic).OneRejection();
        Assert.Equal(reason, rejection.Reason);
        Assert.Contains(named, rejection.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_protobuf_that_is_none_and_values_that_cannot_be()
    {
        var negative = new Proto.TrafficCount { Channel = "a", Class = "bus", At = 1_763_871_060, Total = -1 };
        Assert.Contains("total: -1", Decoded.Protobuf(new Proto.ObservationBatch { Count = { negative } }, Topic).OneRejection().Detail, StringComparison.Ordinal);
        Assert.Equal(RejectionReason.NothingToUse, Decoded.Protobuf(new Proto.ObservationBatch { Status = { new Proto.DeviceStatus() } }, Topic).OneRejection().Reason);
        Assert.Equal(RejectionReason.MalformedPayload, Bytes([0x22, 0x05, 1]).OneRejection().Reason);
        Assert.Equal(RejectionReason.MalformedPayload, Bytes([0x22, 0x02, 0x0A, 0x05]).OneRejection().Reason);
        Assert.Equal(RejectionReason.InvalidField, Bytes([0x22, 0x04, 0x0A, 0x02, 0xC3, 0x28]).OneRejection().Reason);
    }

    [Fact]
    public void Takes_no_more_than_the_bound_of_one_message()
    {
        string entry = """{"channel":"a","class":"bus","at":1763871060,"total":1}""";
        DecodedMessage message = Decoded.Json($"[{entry},{entry},{entry}]", Topic, new DecoderOptions { MaxObservations = 2 });
        Assert.Equal(2, message.Observations.Count);
        Assert.Equal(RejectionReason.PayloadTooLarge, Assert.Single(message.Rejections).Reason);
    }

    private static DecodedMessage Bytes(byte[] bytes) =>
        new MessageDecoder(new DecoderOptions()).Decode(Topic, bytes, "application/x-protobuf", Decoded.ReceivedAt);
}
