using System.Text;
using System.Text.Json;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Mqtt.Decoding;
using TransitHub.Testing;

namespace TransitHub.Mqtt.Tests.Decoding;

/// <summary>Counts in other systems' forms.</summary>
public sealed class CountAdapterTests
{
    private const string Topic = "transithub/v1/city/count/camera-1";
    private const string ApcTopic = "/hfp/v2/journey/ongoing/apc/bus/0012/01913";

    private const string Axis = """
        {"topic": "axis:CameraApplicationPlatform/ObjectAnalytics/Device1Scenario1", "timestamp": 1763870999712, "serial": "B8A44F000001",
         "message": {"source": {}, "key": {}, "data": {"startTime": "2025-11-23T00:00:00Z", "reason": "car", "total": "20960", "totalBus": "0",
         "totalCar": "18103", "totalHuman": "7", "totalMotorcycle/bicycle": "0", "totalTruck": "2857", "totalUnknown": "3"}}}
        """;

    [Fact]
    public void Reads_the_running_totals_of_an_axis_camera_by_class()
    {
        DecodedMessage message = Decoded.Json(Axis, Topic);
        Assert.Empty(message.Rejections);
        TrafficCount[] counts = [.. message.Observations.Cast<TrafficCount>()];
        Assert.All(counts, c => Assert.Equal(("camera-1", "Device1Scenario1", 1_763_870_999_712L, true), (c.Device.ToString(), c.Channel, c.To.UnixMilliseconds, c.IsCumulative)));
        Assert.Equal(
            [("bus", 0L), ("car", 18_103L), ("person", 7L), ("motorcycle_or_bicycle", 0L), ("truck", 2_857L), ("other", 3L)],
            counts.Select(c => (c.Class, c.Count)));
    }

    [Fact]
    public void An_axis_camera_that_tells_no_classes_counts_what_crosses()
    {
        TrafficCount count = Decoded.Json(
            """{"topic": "axis:CameraApplicationPlatform/ObjectAnalytics/Line", "timestamp": 1763870999712, "message": {"data": {"total": 12}}}""", Topic).One<TrafficCount>();
        Assert.Equal(("other", 12L), (count.Class, count.Count));
    }

    [Theory]
    [InlineData("""{"topic": "ObjectAnalytics/S", "message": {"data": {"total": 1}}}""", RejectionReason.MissingField)]
    [InlineData("""{"topic": "ObjectAnalytics/", "timestamp": 1763870999712, "message": {"data": {"total": 1}}}""", RejectionReason.MissingField)]
    [InlineData("""{"topic": 7, "note": "ObjectAnalytics/", "timestamp": 1763870999712}""", RejectionReason.MissingField)]
    [InlineData("""{"topic": "ObjectAnalytics/S", "timestamp": 1763870999712, "message": {}}""", RejectionReason.MissingField)]
    [InlineData("""{"topic": "ObjectAnalytics/S", "timestamp": 1763870999712, "message": {"data": {"active": "1"}}}""", RejectionReason.NothingToUse)]
    [InlineData("""{"topic": "ObjectAnalytics/S", "timestamp": 1763870999712, "message": {"data": {"total": "-1"}}}""", RejectionReason.InvalidField)]
    [InlineData("""{"topic": "ObjectAnalytics/S", "timestamp": 17638""", RejectionReason.MalformedPayload)]
    [InlineData("""{"topic": "ObjectAnalytics/S\ud800", "timestamp": 1763870999712}""", RejectionReason.MalformedPayload)]
    [InlineData("""{"type": "ItemFlowObserved"}""", RejectionReason.MissingField)]
    [InlineData("""{"type": "ItemFlowObserved", "itemType": "car", "dateObserved": "2025-11-23T04:00:00Z", "intensity": 3}""", RejectionReason.MissingField)]
    [InlineData("""{"type": "ItemFlowObserved", "itemType": "car", "dateObserved": "2025-11-23T04:00:00Z/2025-11-23T04:05:00Z", "intensity": 3.5}""", RejectionReason.InvalidField)]
    public void What_cannot_be_used_is_refused_by_name(string payload, RejectionReason reason) =>
        Assert.Equal(reason, Decoded.Json(payload, Topic).OneRejection().Reason);

    [Fact]
    public void Reads_an_item_flow_in_its_plain_and_its_wrapped_form_alike()
    {
        TrafficCount plain = Decoded.Json(
            """
            {"id": "FlowObserved:1", "type": "ItemFlowObserved", "dateObservedFrom": "2025-11-23T04:00:00Z", "dateObservedTo": "2025-11-23T04:05:00Z",
             "itemType": "boat", "intensity": 12, "laneDirection": "outbound", "laneId": 1, "location": {"type": "Point", "coordinates": [100.5, 13.7]}}
            """,
            Topic).One<TrafficCount>();
        TrafficCount wrapped = Decoded.Json(
            """
            {"id": "FlowObserved:1", "type": "ItemFlowObserved",
             "dateObservedFrom": {"type": "Property", "value": {"@type": "DateTime", "@value": "2025-11-23T04:00:00Z"}},
             "dateObservedTo": {"type": "DateTime", "value": "2025-11-23T04:05:00Z"}, "itemType": {"type": "Property", "value": "boat"},
             "intensity": {"type": "Property", "value": 12}, "laneDirection": {"type": "Property", "value": "outbound"}, "laneId": {"type": "Property", "value": 1}}
            """,
            Topic).One<TrafficCount>();
        Assert.Equal(plain, wrapped);
        Assert.Equal(("1", "boat", "outbound", 12L, 300.0), (plain.Channel, plain.Class, plain.Direction, plain.Count, plain.To.SecondsSince(plain.From!.Value)));
    }

    [Fact]
    public void Reads_the_entities_of_a_notification_and_an_interval_in_one_text()
    {
        const string Entity = """{"type": "ItemFlowObserved", "name": "gate", "dateObserved": "2025-11-23T11:00:00+07:00/2025-11-23T11:05:00+07:00", "itemType": "people", "intensity": 4}""";
        DecodedMessage message = Decoded.Json($$"""{"subscriptionId": "s", "data": [{{Entity}}, {"type": "ItemFlowObserved"}]}""", Topic);
        TrafficCount count = Assert.IsType<TrafficCount>(Assert.Single(message.Observations));
        Assert.Equal(("gate", "person", new Timestamp(1_763_870_400_000)), (count.Channel, count.Class, count.From!.Value));
        Assert.Equal(RejectionReason.MissingField, Assert.Single(message.Rejections).Reason);
    }

    [Fact]
    public void Reads_the_riders_that_helsinkis_vehicles_count()
    {
        DecodedMessage message = Decoded.Json(
            """
            {"APC": {"desi": "400", "dir": "1", "oper": 12, "veh": 1913, "tst": "2025-11-23T04:09:59Z", "oday": "2025-11-23", "start": "15:21", "stop": 1130110, "route": "4400",
             "vehiclecounts": {"countquality": "regular", "vehicleload": 12, "vehicleloadratio": 0.1538462,
              "doorcounts": [{"door": "1", "count": [{"class": "adult", "in": 2, "out": 0}]}, {"door": "2", "count": [{"class": "adult", "in": 1, "out": 4}]}]}}}
            """,
            ApcTopic);
        Assert.Empty(message.Rejections);
        PassengerCount[] counts = [.. message.Observations.Cast<PassengerCount>()];
        Assert.Equal(("0012_01913", 12, (short)15, null, "1130110"), (counts[0].Device.ToString(), counts[0].Load!.Value, counts[0].OccupancyPercentage!.Value, counts[0].Door, counts[0].StopId));
        Assert.Equal([("1", 2, 0), ("2", 1, 4)], counts[1..].Select(c => (c.Door!, c.Boardings!.Value, c.Alightings!.Value)));
        Assert.All(counts, c => Assert.Equal(("4400", (byte)0, "15:21:00"), (c.RouteId, c.DirectionId!.Value, c.StartTime!.Value.ToString())));
    }

    [Fact]
    public void A_load_below_zero_says_nothing_and_the_doors_still_count()
    {
        PassengerCount door = Decoded.Json(
            """{"tst": 1763870999, "vehicleCounts": {"vehicleLoad": -1, "vehicleLoadRatio": -0.01, "doorCounts": [{"door": "3", "count": [{"clazz": "adult", "in": 0, "out": 8}]}]}}""",
            ApcTopic).One<PassengerCount>();
        Assert.Equal((null, 8), (door.Load, door.Alightings));
    }

    [Theory]
    [InlineData("""{"APC": {}}""", RejectionReason.MissingField)]
    [InlineData("""{"APC": {"tst": 1763870999}}""", RejectionReason.NothingToUse)]
    [InlineData("""{"APC": {"tst": 1763870999, "oday": "x", "start": "08:00", "vehicleCounts": {"vehicleLoad": 1}}}""", RejectionReason.InvalidField)]
    [InlineData("""{"tst": 1763870999, "vehicleCounts": {"doorCounts": [{"door": "3", "count": [{"clazz": "adult", "in": -2, "out": 8}]}]}}""", RejectionReason.InvalidField)]
    [InlineData("""{"APC": """, RejectionReason.MalformedPayload)]
    public void Passenger_counts_that_cannot_be_used_are_refused_by_name(string payload, RejectionReason reason) =>
        Assert.Equal(reason, Decoded.Json(payload, ApcTopic).OneRejection().Reason);

    [Fact]
    public void Every_recorded_passenger_count_of_helsinki_is_read()
    {
        Assert.SkipUnless(SharedData.Has("helsinki/apc"), SharedData.SkipReason);
        int loads = 0;
        foreach (string file in Directory.EnumerateFiles(SharedData.Path("helsinki/apc"), "*.json").Order(StringComparer.Ordinal))
        {
            using JsonDocument recorded = JsonDocument.Parse(File.ReadAllText(file));
            JsonElement[] messages = recorded.RootElement.ValueKind == JsonValueKind.Array
                ? [.. recorded.RootElement.EnumerateArray().Select(m => m.GetProperty("data"))]
                : [recorded.RootElement];
            foreach (JsonElement message in messages)
            {
                bool isWrapped = message.TryGetProperty("payload", out JsonElement payload);
                string topic = isWrapped ? message.GetProperty("topic").GetString()! : ApcTopic;
                DecodedMessage decoded = new MessageDecoder(new DecoderOptions()).Decode(
                    topic, Encoding.UTF8.GetBytes((isWrapped ? payload : message).GetRawText()), null, Decoded.ReceivedAt);
                Assert.Empty(decoded.Rejections);
                Assert.NotEmpty(decoded.Observations);
                loads += decoded.Observations.OfType<PassengerCount>().Count(c => c.Load is not null);
            }
        }

        Assert.True(loads > 10);
    }
}
