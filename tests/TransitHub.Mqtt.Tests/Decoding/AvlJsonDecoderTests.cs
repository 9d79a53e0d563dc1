using System.Buffers;
using System.Text;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs.Time;
using TransitHub.Mqtt.Decoding;

namespace TransitHub.Mqtt.Tests.Decoding;

public class AvlJsonDecoderTests
{
    private const string Least = """{"measured_at": 1763871000.25, "lat": 13.7563, "lon": 100.5018}""";

    [Fact]
    public void Reads_every_field_of_the_contract()
    {
        AvlReport report = Decoded.Json(
            """
            {"measured_at": 1763871000.25, "lat": 13.7563, "lon": 100.5018, "bearing": 92, "speed_mps": 6.4, "trip_id": "t1",
             "route_id": "r3", "direction_id": 1, "start_date": "20261123", "start_time": "25:10:00", "sign_text": "3-35 สนามหลวง",
             "occupancy_status": 3, "odometer_m": 10250.5, "stop_id": "s9", "doors_open": true, "accuracy_m": 4.5,
             "vehicle_id": "bus-1", "label": "1042", "class": "bus"}
            """).OneReport();
        AvlReport expected = new()
        {
            Device = DeviceId.Parse("bus-1"),
            ReceivedAt = Decoded.ReceivedAt,
            MeasuredAt = new Timestamp(1_763_871_000_250),
            Latitude = 13.7563,
            Longitude = 100.5018,
            Bearing = 92,
            SpeedMps = 6.4f,
            TripId = "t1",
            RouteId = "r3",
            DirectionId = 1,
            StartDate = ServiceDate.From(2026, 11, 23),
            StartTime = ServiceTime.FromSeconds(90_600),
            SignText = "3-35 สนามหลวง",
            OccupancyStatus = 3,
            OdometerMeters = 10250.5,
            StopId = "s9",
            DoorsOpen = true,
            AccuracyMeters = 4.5f,
            Label = "1042",
            Class = "bus",
        };
        Assert.Equal(expected, report);
    }

    [Fact]
    public void Leaves_absent_null_and_empty_fields_unknown()
    {
        AvlReport bare = Decoded.Json(Least).OneReport();
        AvlReport nulls = Decoded.Json(
            Least[..^1] + """, "bearing": null, "trip_id": "", "start_date": "", "doors_open": null, "vendor": {"x": [1, {"y": 2}]}}""").OneReport();
        Assert.Null(bare.Bearing);
        Assert.Equal(bare, nulls);
    }

    [Theory]
    [InlineData("1763871000.2", 1_763_871_000_200)]
    [InlineData("\"1763871000\"", 1_763_871_000_000)]
    [InlineData("\"2025-11-23T04:10:00Z\"", 1_763_871_000_000)]
    [InlineData("\"2025-11-23T11:10:00.1239+07:00\"", 1_763_871_000_123)]
    [InlineData("\"2025-11-22T23:10:00-0500\"", 1_763_871_000_000)]
    public void Reads_times_as_unix_seconds_or_with_an_offset(string time, long milliseconds)
    {
        AvlReport report = Decoded.Json($$"""{"measured_at": {{time}}, "lat": 1, "lon": 2}""").OneReport();
        Assert.Equal(milliseconds, report.MeasuredAt.UnixMilliseconds);
    }

    [Theory]
    [InlineData("""{"lat": 1, "lon": 2}""", RejectionReason.MissingField, "measured_at")]
    [InlineData("""{"measured_at": 1763871000, "lon": 2}""", RejectionReason.MissingField, "lat")]
    [InlineData("""{"measured_at": 1763871000, "lat": 1, "lon": null}""", RejectionReason.MissingField, "lon")]
    [InlineData("""{"measured_at": 1763871000, "lat": 90.1, "lon": 2}""", RejectionReason.InvalidField, "lat: 90.1")]
    [InlineData("""{"measured_at": 1763871000, "lat": 1, "lon": -181}""", RejectionReason.InvalidField, "lon: -181")]
    [InlineData("""{"measured_at": 1763871000, "lat": "NaN", "lon": 2}""", RejectionReason.InvalidField, "lat: NaN")]
    [InlineData("""{"measured_at": 1763871000, "lat": 1, "lon": 1e999}""", RejectionReason.InvalidField, "lon")]
    [InlineData("""{"measured_at": 1763871000, "lat": true, "lon": 2}""", RejectionReason.InvalidField, "lat: expected a number")]
    [InlineData("""{"measured_at": 1763871000, "lat": [1], "lon": 2}""", RejectionReason.InvalidField, "lat: found an object or array")]
    [InlineData("""{"measured_at": 1763871000000, "lat": 1, "lon": 2}""", RejectionReason.InvalidField, "milliseconds")]
    [InlineData("""{"measured_at": 0, "lat": 1, "lon": 2}""", RejectionReason.InvalidField, "measured_at")]
    [InlineData("""{"measured_at": "2025-11-23T04:10:00", "lat": 1, "lon": 2}""", RejectionReason.InvalidField, "offset")]
    [InlineData("""{"measured_at": "2025-02-30T04:10:00Z", "lat": 1, "lon": 2}""", RejectionReason.InvalidField, "measured_at")]
    [InlineData("""{"measured_at": 1763871000, "lat": 1, "lon": 2, "bearing": -1}""", RejectionReason.InvalidField, "bearing: -1")]
    [InlineData("""{"measured_at": 1763871000, "lat": 1, "lon": 2, "speed_mps": 200}""", RejectionReason.InvalidField, "speed_mps: 200")]
    [InlineData("""{"measured_at": 1763871000, "lat": 1, "lon": 2, "direction_id": 2}""", RejectionReason.InvalidField, "direction_id: 2")]
    [InlineData("""{"measured_at": 1763871000, "lat": 1, "lon": 2, "occupancy_status": 9}""", RejectionReason.InvalidField, "occupancy_status: 9")]
    [InlineData("""{"measured_at": 1763871000, "lat": 1, "lon": 2, "start_date": "2026-11-23"}""", RejectionReason.InvalidField, "start_date")]
    [InlineData("""{"measured_at": 1763871000, "lat": 1, "lon": 2, "start_time": "7 am"}""", RejectionReason.InvalidField, "start_time")]
    [InlineData("""{"measured_at": 1763871000, "lat": 1, "lon": 2, "trip_id": true}""", RejectionReason.InvalidField, "trip_id")]
    [InlineData("""{"measured_at": 1763871000, "lat": 1, "lon": 2, "trip_id": "\ud800"}""", RejectionReason.InvalidField, "trip_id")]
    [InlineData("""{"measured_at": 1763871000, "lat": 1, "lon": 2, "doors_open": "yes"}""", RejectionReason.InvalidField, "doors_open")]
    [InlineData("""{"measured_at": 1763871000, "lat": 1, "lon": 2, "vehicle_id": "bus-2"}""", RejectionReason.InvalidField, "vehicle_id")]
    [InlineData("""{"measured_at": 1763871000, "lat": NaN, "lon": 2}""", RejectionReason.MalformedPayload, "byte")]
    [InlineData("""{"measured_at": 1763871000, "lat": 1, "lon": 2""", RejectionReason.MalformedPayload, "byte")]
    [InlineData("""{"measured_at": 1763871000, "lat": 1, "lon": 2} x""", RejectionReason.MalformedPayload, "byte")]
    [InlineData("""{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}""", RejectionReason.MalformedPayload, "byte")]
    [InlineData("", RejectionReason.MalformedPayload, "byte")]
    [InlineData("17", RejectionReason.MalformedPayload, "neither")]
    [InlineData("[]", RejectionReason.NothingToUse, "empty")]
    public void Refuses_what_cannot_be_and_names_the_field(string json, RejectionReason reason, string named)
    {
        Rejection rejection = Decoded.Json(json).OneRejection();
        Assert.Equal(reason, rejection.Reason);
        Assert.Contains(named, rejection.Detail, StringComparison.Ordinal);
        Assert.Equal("bus-1", rejection.Device);
    }

    [Fact]
    public void Takes_north_as_360_and_numbers_as_text()
    {
        AvlReport report = Decoded.Json(
            """{"measured_at": "1763871000", "lat": "13.5", "lon": "1e2", "bearing": 360, "route_id": 25, "trip_id": "a\u0062c"}""").OneReport();
        Assert.Equal(0f, report.Bearing);
        Assert.Equal(13.5, report.Latitude);
        Assert.Equal(100, report.Longitude);
        Assert.Equal("25", report.RouteId);
        Assert.Equal("abc", report.TripId);
    }

    [Fact]
    public void Refuses_only_the_bad_elements_of_an_array()
    {
        DecodedMessage message = Decoded.Json(
            $$"""[{{Least}}, {"measured_at": 1763871001, "lat": 99, "lon": 1}, 5, [1], {{Least}}, {"measured_at": 1763871002, "lat": 1}]""");
        Assert.Equal(2, message.Observations.Count);
        Assert.Equal(
            [RejectionReason.InvalidField, RejectionReason.MalformedPayload, RejectionReason.MalformedPayload, RejectionReason.MissingField],
            message.Rejections.Select(r => r.Reason));
    }

    [Fact]
    public void Refuses_an_array_that_breaks_off_as_one_message() =>
        Assert.Equal(RejectionReason.MalformedPayload, Decoded.Json($"[{Least}, {Least}, ").OneRejection().Reason);

    [Fact]
    public void Takes_the_vehicle_from_the_payload_when_the_topic_names_none()
    {
        const string topic = "transithub/v1/city/avl";
        DecodedMessage message = Decoded.Json(
            $$"""[{{Least[..^1]}}, "vehicle_id": "a"}, {{Least[..^1]}}, "vehicle_id": "b"}, {{Least}}, {{Least[..^1]}}, "vehicle_id": "x/y"}]""", topic);
        Assert.Equal(["a", "b"], message.Observations.Select(o => o.Device.ToString()));
        Assert.Equal([RejectionReason.MissingField, RejectionReason.InvalidField], message.Rejections.Select(r => r.Reason));
    }

    [Fact]
    public void Refuses_each_observation_beyond_the_bound()
    {
        DecodedMessage message = Decoded.Json($"[{Least},{Least},{Least}]", options: new DecoderOptions { MaxObservations = 2 });
        Assert.Equal(2, message.Observations.Count);
        Assert.Equal(RejectionReason.PayloadTooLarge, Assert.Single(message.Rejections).Reason);
    }

    [Fact]
    public void Refuses_a_payload_beyond_the_bound()
    {
        string large = Least[..^1] + $$""", "x": "{{new string('x', 2_000)}}"}""";
        Assert.Equal(
            RejectionReason.PayloadTooLarge,
            Decoded.Json(large, options: new DecoderOptions { MaxPayloadBytes = 1_024 }).OneRejection().Reason);
    }

    [Fact]
    public void Refuses_a_text_beyond_the_bound()
    {
        DecoderOptions options = new() { MaxTextBytes = 16 };
        Decoded.Json(Least[..^1] + $$""", "trip_id": "{{new string('x', 16)}}"}""", options: options).OneReport();
        Assert.Contains("trip_id", Decoded.Json(Least[..^1] + $$""", "trip_id": "{{new string('x', 17)}}"}""", options: options).OneRejection().Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_a_payload_that_came_in_pieces()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Least);
        Piece first = new(bytes.AsMemory(0, 10));
        Piece last = first.Append(bytes.AsMemory(10));
        DecodedMessage message = new MessageDecoder(new DecoderOptions()).Decode(
            Decoded.AvlTopic, new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length), null, Decoded.ReceivedAt);
        Assert.Equal(13.7563, message.OneReport().Latitude);
    }

    [Fact]
    public void Gives_the_same_text_again_instead_of_a_new_one()
    {
        MessageDecoder decoder = new(new DecoderOptions());
        byte[] bytes = Encoding.UTF8.GetBytes(Least[..^1] + """, "trip_id": "trip-17"}""");
        AvlReport first = decoder.Decode(Decoded.AvlTopic, bytes, null, Decoded.ReceivedAt).OneReport();
        AvlReport second = decoder.Decode(Decoded.AvlTopic, bytes, null, Decoded.ReceivedAt).OneReport();
        Assert.Same(first.TripId, second.TripId);
        Assert.Same(first.Device.ToString(), second.Device.ToString());
    }

    [Fact]
    public void Allocates_no_more_than_the_report_in_steady_state()
    {
        MessageDecoder decoder = new(new DecoderOptions());
        byte[] bytes = Encoding.UTF8.GetBytes(Least[..^1] + """, "trip_id": "trip-17", "sign_text": "3-35", "start_date": "20261123"}""");
        for (int i = 0; i < 200; i++)
        {
            decoder.Decode(Decoded.AvlTopic, bytes, null, Decoded.ReceivedAt);
        }

        const int rounds = 1_000;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < rounds; i++)
        {
            decoder.Decode(Decoded.AvlTopic, bytes, null, Decoded.ReceivedAt);
        }

        // The report is about 230 bytes, the list of one that carries it 32.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / rounds, 1, 320);
    }

    [Theory]
    [InlineData("nothing/for/us", RejectionReason.UnknownTopic)]
    [InlineData("transithub/v1/city/apc/bus-1", RejectionReason.MissingField)]
    [InlineData("transithub/v1/city/count/cam", RejectionReason.MissingField)]
    [InlineData("transithub/v1/city/passage/cam", RejectionReason.MissingField)]
    public void Refuses_a_position_on_a_topic_of_another_kind(string topic, RejectionReason reason) =>
        Assert.Equal(reason, Decoded.Json(Least, topic).OneRejection().Reason);

    [Theory]
    [InlineData(0, 4_096, 256, 65_536)]
    [InlineData(262_144, 0, 256, 65_536)]
    [InlineData(262_144, 4_096, 1, 65_536)]
    [InlineData(262_144, 4_096, 256, 1)]
    public void Refuses_options_out_of_range(int payload, int observations, int text, int remembered) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MessageDecoder(new DecoderOptions
        {
            MaxPayloadBytes = payload,
            MaxObservations = observations,
            MaxTextBytes = text,
            RememberedTexts = remembered,
        }));

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory) => this.Memory = memory;

        public Piece Append(ReadOnlyMemory<byte> memory)
        {
            Piece next = new(memory) { RunningIndex = this.RunningIndex + this.Memory.Length };
            this.Next = next;
            return next;
        }
    }
}
