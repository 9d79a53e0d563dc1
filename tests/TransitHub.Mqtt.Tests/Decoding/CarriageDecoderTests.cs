using System.Globalization;
using Google.Protobuf;
using TransitHub.Core.Observations;
using TransitHub.Mqtt.Decoding;
using Proto = TransitHub.Protocol.V1;

namespace TransitHub.Mqtt.Tests.Decoding;

public sealed class CarriageDecoderTests
{
    private const string Position = """{"measured_at": 1763871000, "lat": 13.7, "lon": 100.5, "wheelchair_accessible": 2, "carriages": """;
    private const string Count = """{"measured_at": 1763871000, "carriages": """;
    private const string Two = """[{"id": "b", "label": "ตู้ 2", "occupancy_status": 5, "occupancy_percentage": 104, "carriage_sequence": 2, "vendor": {"x": [1]}}, {"id": 1, "carriage_sequence": 1}]""";

    private static readonly Carriage[] Expected =
        [new() { Sequence = 1, Id = "1" }, new() { Sequence = 2, Id = "b", Label = "ตู้ 2", OccupancyStatus = 5, OccupancyPercentage = 104 }];

    private static Proto.Carriage[] Sent =>
        [new() { Id = "b", Label = "ตู้ 2", OccupancyStatus = 5, OccupancyPercentage = 104, CarriageSequence = 2 }, new() { Id = "1", CarriageSequence = 1 }];

    [Fact]
    public void Reads_carriages_of_a_position_from_json_and_protobuf_alike()
    {
        AvlReport json = Decoded.Json(Position + Two + "}").OneReport();
        AvlReport protobuf = Decoded.Protobuf(
            new Proto.ObservationBatch { Avl = { new Proto.AvlReport { MeasuredAt = 1763871000, Lat = 13.7, Lon = 100.5, WheelchairAccessible = 2, Carriages = { Sent } } } },
            Decoded.AvlTopic).OneReport();
        Assert.Equal(Expected, json.Carriages);
        Assert.Equal(Expected, protobuf.Carriages);
        Assert.Equal((2, 2), ((int)json.WheelchairAccessible!, (int)protobuf.WheelchairAccessible!));
    }

    [Fact]
    public void Reads_carriages_of_a_passenger_counter_which_need_no_other_count()
    {
        const string topic = "transithub/v1/city/apc/bus-1";
        PassengerCount json = Decoded.Json(Count + Two + "}", topic).One<PassengerCount>();
        PassengerCount protobuf = Decoded.Protobuf(
            new Proto.ObservationBatch { Apc = { new Proto.PassengerCount { MeasuredAt = 1763871000, Carriages = { Sent } } } }, topic).One<PassengerCount>();
        Assert.Equal(Expected, json.Carriages);
        Assert.Equal(Expected, protobuf.Carriages);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    public void No_carriages_say_nothing(string carriages) => Assert.Empty(Decoded.Json(Position + carriages + "}").OneReport().Carriages);

    [Theory]
    [InlineData("7", "expected an array of objects")]
    [InlineData("""{"id": "a"}""", "expected an array of objects")]
    [InlineData("[1, 2]", "expected an array of objects")]
    [InlineData("""[{"id": ["a"]}]""", "found an object or array")]
    [InlineData("""[{"occupancy_status": 9}]""", "occupancy_status: 9 is no whole number from 0 to 8")]
    [InlineData("""[{"occupancy_percentage": 1001}]""", "occupancy_percentage: 1001")]
    [InlineData("""[{"occupancy_percentage": "many"}]""", "expected a number")]
    [InlineData("""[{"carriage_sequence": 0}]""", "carriage_sequence: 0")]
    [InlineData("""[{"carriage_sequence": 1.5}]""", "carriage_sequence: 1.5")]
    public void Refuses_what_is_no_carriage(string carriages, string named)
    {
        foreach (Rejection refused in (Rejection[])[Decoded.Json(Position + carriages + "}").OneRejection(), Decoded.Json(Count + carriages + "}", "transithub/v1/city/apc/bus-1").OneRejection()])
        {
            Assert.Equal(RejectionReason.InvalidField, refused.Reason);
            Assert.Contains(named, refused.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Holds_64_carriages_and_texts_of_bounded_length()
    {
        string Many(int count) => "[" + string.Join(",", Enumerable.Repeat("{}", count)) + "]}";
        Assert.Equal(64, Decoded.Json(Position + Many(64)).OneReport().Carriages.Length);
        Assert.Contains("more than 64", Decoded.Json(Position + Many(65)).OneRejection().Detail, StringComparison.Ordinal);
        Assert.Contains("at most", Decoded.Json(Position + $$"""[{"label": "{{new string('x', 5000)}}"}]}""").OneRejection().Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_carriage_that_is_cut_off()
    {
        // Field 19 of two bytes, which say that an id of seven follows.
        byte[] report = [.. new Proto.AvlReport { MeasuredAt = 1763871000, Lat = 13.7, Lon = 100.5 }.ToByteArray(), 0x9A, 0x01, 2, 0x0A, 7];
        byte[] cut = [0x0A, (byte)report.Length, .. report];
        DecodedMessage message = new MessageDecoder(new DecoderOptions()).Decode(Decoded.AvlTopic, cut, "application/x-protobuf", Decoded.ReceivedAt);
        Assert.Contains("no protobuf of Carriage", message.OneRejection().Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, null)]
    [InlineData(3, 3)]
    public void Wheelchair_access_that_is_not_known_says_nothing(int told, int? read) =>
        Assert.Equal(read, Decoded.Json(string.Create(CultureInfo.InvariantCulture, $$"""{"measured_at": 1763871000, "lat": 13.7, "lon": 100.5, "wheelchair_accessible": {{told}}}""")).OneReport().WheelchairAccessible);

    [Fact]
    public void Refuses_a_word_of_wheelchair_access_that_does_not_exist() => Assert.Contains(
        "wheelchair_accessible", Decoded.Json("""{"measured_at": 1763871000, "lat": 13.7, "lon": 100.5, "wheelchair_accessible": 4}""").OneRejection().Detail, StringComparison.Ordinal);
}
