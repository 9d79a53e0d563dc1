using TransitHub.Core.Observations;
using TransitHub.Mqtt.Decoding;

namespace TransitHub.Mqtt.Tests.Decoding;

/// <summary>What broken and hostile devices send in other systems' forms: each is refused by a reason of its own that names the field.</summary>
public sealed class HostileAdapterTests
{
    private const string Axis = """{"topic": "ObjectAnalytics/S", "timestamp": 1763870999712, "message": {"data": {"total": 5}}}""";
    private const string Fiware = """{"type": "ItemFlowObserved", "itemType": "car", "laneId": 1, "dateObservedFrom": "2025-11-23T04:00:00Z", "dateObservedTo": "2025-11-23T04:05:00Z", "intensity": 3}""";
    private const string Riders = """{"APC": {"tst": 1763870999, "vehicleCounts": {"vehicleLoad": 7, "doorCounts": [{"door": "1", "count": [{"class": "adult", "in": 2, "out": 1}]}]}}}""";
    private const string Deep = "[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]";
    private const string Long = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    [Theory]
    [InlineData(Axis, 1)]
    [InlineData(Fiware, 1)]
    [InlineData(Riders, 2)]
    public void What_the_cases_are_made_of_is_taken(string payload, int observations)
    {
        DecodedMessage message = Decode(payload);
        Assert.Empty(message.Rejections);
        Assert.Equal(observations, message.Observations.Count);
    }

    [Theory]
    [InlineData("ObjectAnalytics/S", "ObjectAnalytics/" + Long, RejectionReason.InvalidField, "topic")]
    [InlineData("1763870999712", "\"soon\"", RejectionReason.InvalidField, "timestamp")]
    [InlineData("1763870999712", "-1", RejectionReason.InvalidField, "timestamp")]
    [InlineData("1763870999712", "1e300", RejectionReason.InvalidField, "timestamp")]
    [InlineData("1763870999712", "{}", RejectionReason.InvalidField, "timestamp")]
    [InlineData("1763870999712", "null", RejectionReason.MissingField, "timestamp")]
    [InlineData("""{"total": 5}""", "[5]", RejectionReason.MissingField, "message.data")]
    [InlineData("""{"data": {"total": 5}}""", "7", RejectionReason.MissingField, "message.data")]
    [InlineData("\"total\": 5", "\"total\": 1e999", RejectionReason.InvalidField, "total")]
    [InlineData("\"total\": 5", "\"total\": 1e17", RejectionReason.InvalidField, "total")]
    [InlineData("\"total\": 5", "\"total\": -5", RejectionReason.InvalidField, "total")]
    [InlineData("\"total\": 5", "\"total\": 5.5", RejectionReason.InvalidField, "total")]
    [InlineData("\"total\": 5", "\"total\": \"NaN\"", RejectionReason.InvalidField, "total")]
    [InlineData("\"total\": 5", "\"total\": true", RejectionReason.InvalidField, "total")]
    [InlineData("\"total\": 5", "\"total\": [5]", RejectionReason.InvalidField, "total")]
    [InlineData("\"total\": 5", "\"total\": " + Deep, RejectionReason.MalformedPayload, "nested deeper")]
    [InlineData("\"total\": 5", "\"total\": 5, \"total\": 6", RejectionReason.MalformedPayload, "twice")]
    [InlineData("\"total\": 5", "\"total\": ", RejectionReason.MalformedPayload, "no JSON")]
    public void A_line_of_an_axis_camera(string what, string instead, RejectionReason reason, string named) => Refuses(Axis, what, instead, reason, named);

    [Theory]
    [InlineData("\"car\"", "[1]", RejectionReason.InvalidField, "itemType")]
    [InlineData("\"car\"", "\"" + Long + "\"", RejectionReason.InvalidField, "itemType")]
    [InlineData("\"car\"", "null", RejectionReason.MissingField, "itemType")]
    [InlineData("\"2025-11-23T04:00:00Z\"", "\"yesterday\"", RejectionReason.InvalidField, "dateObservedFrom")]
    [InlineData("\"2025-11-23T04:05:00Z\"", "-3", RejectionReason.InvalidField, "dateObservedTo")]
    [InlineData("\"2025-11-23T04:05:00Z\"", "null", RejectionReason.MissingField, "dateObservedTo")]
    [InlineData("\"intensity\": 3", "\"intensity\": -3", RejectionReason.InvalidField, "intensity")]
    [InlineData("\"intensity\": 3", "\"intensity\": 10000001", RejectionReason.InvalidField, "intensity")]
    [InlineData("\"intensity\": 3", "\"intensity\": \"many\"", RejectionReason.InvalidField, "intensity")]
    [InlineData("\"intensity\": 3", "\"intensity\": {\"value\": [3]}", RejectionReason.InvalidField, "intensity")]
    [InlineData("\"intensity\": 3", "\"intensity\": null", RejectionReason.MissingField, "intensity")]
    [InlineData("\"intensity\": 3", "\"intensity\": 3, \"intensity\": 4", RejectionReason.MalformedPayload, "twice")]
    [InlineData("\"intensity\": 3", "\"intensity\": " + Deep, RejectionReason.MalformedPayload, "nested deeper")]
    [InlineData("\"intensity\": 3}", "\"intensity\": 3", RejectionReason.MalformedPayload, "no JSON")]
    [InlineData(Fiware, """{"data": [], "note": "ItemFlowObserved"}""", RejectionReason.NothingToUse, "no count")]
    public void An_item_flow(string what, string instead, RejectionReason reason, string named) => Refuses(Fiware, what, instead, reason, named);

    [Theory]
    [InlineData("1763870999", "\"soon\"", RejectionReason.InvalidField, "tst")]
    [InlineData("1763870999", "-1", RejectionReason.InvalidField, "tst")]
    [InlineData("1763870999", "null", RejectionReason.MissingField, "tst")]
    [InlineData("\"vehicleCounts\": {", "\"vehicleCounts\": 7, \"other\": {", RejectionReason.InvalidField, "vehicleCounts")]
    [InlineData("\"vehicleCounts\": {", "\"vehicleCounts\": {}, \"other\": {", RejectionReason.NothingToUse, "neither a load")]
    [InlineData("\"vehicleCounts\": {", "\"vehicleCounts\": {\"vehicleLoad\": -4}, \"other\": {", RejectionReason.NothingToUse, "neither a load")]
    [InlineData("\"vehicleCounts\": {", "\"vehicleCounts\": {\"vehicleLoad\": 100001}, \"other\": {", RejectionReason.InvalidField, "vehicleLoad")]
    [InlineData("\"vehicleCounts\": {", "\"vehicleCounts\": {\"vehicleLoad\": 1e999}, \"other\": {", RejectionReason.InvalidField, "vehicleLoad")]
    [InlineData("\"vehicleCounts\": {", "\"vehicleCounts\": {\"vehicleLoad\": \"full\"}, \"other\": {", RejectionReason.InvalidField, "vehicleLoad")]
    [InlineData("\"vehicleCounts\": {", "\"vehicleCounts\": {\"doorCounts\": 3}, \"other\": {", RejectionReason.InvalidField, "doorCounts")]
    [InlineData("\"vehicleCounts\": {", "\"vehicleCounts\": {\"doorCounts\": [3]}, \"other\": {", RejectionReason.InvalidField, "count of a door")]
    [InlineData("\"vehicleCounts\": {", "\"vehicleCounts\": {\"doorCounts\": [{\"count\": [{\"in\": 1e9, \"out\": 0}]}]}, \"other\": {", RejectionReason.InvalidField, "in and out")]
    [InlineData("\"vehicleLoad\": 7", "\"vehicleLoad\": 7, \"vehicleLoad\": 9", RejectionReason.MalformedPayload, "twice")]
    [InlineData("\"vehicleLoad\": 7", "\"vehicleLoad\": " + Deep, RejectionReason.MalformedPayload, "nested deeper")]
    [InlineData("\"vehicleLoad\": 7", "\"vehicleLoad\": ", RejectionReason.MalformedPayload, "no JSON")]
    [InlineData(Riders, "[]", RejectionReason.MissingField, "tst")]
    public void Riders_that_a_vehicle_counts(string what, string instead, RejectionReason reason, string named) => Refuses(Riders, what, instead, reason, named);

    [Fact]
    public void A_good_door_counts_beside_a_load_that_cannot_be()
    {
        DecodedMessage message = Decode(Riders.Replace("\"vehicleLoad\": 7", "\"vehicleLoad\": 1e7", StringComparison.Ordinal));
        Assert.Equal(2, Assert.IsType<PassengerCount>(Assert.Single(message.Observations)).Boardings);
        Assert.Equal(RejectionReason.InvalidField, Assert.Single(message.Rejections).Reason);
    }

    [Fact]
    public async Task The_connection_of_who_sends_such_things_stays_and_what_follows_is_taken()
    {
        await using Hub hub = await Hub.StartAsync();
        (RawClient client, _) = await RawClient.ConnectAsync(hub.Address, 5);
        using RawClient connected = client;
        string[] bad = [Axis[..^5], Axis.Replace("5}", "-5}", StringComparison.Ordinal), Fiware.Replace("\"car\"", "[1]", StringComparison.Ordinal), Deep];
        for (int i = 0; i < bad.Length; i++)
        {
            await client.PublishAsync(1, (ushort)(i + 1), "transithub/v1/city/count/camera-1", bad[i]);
            await client.ExpectAsync(RawClient.PubAck, (ushort)(i + 1));
        }

        await client.PublishAsync(1, 9, Hub.Topic("a"), Hub.Position());
        await client.ExpectAsync(RawClient.PubAck, 9);
        Assert.Equal((2, 2), (hub.Ledger.CountOf(RejectionReason.MalformedPayload), hub.Ledger.CountOf(RejectionReason.InvalidField)));
        Assert.Single(hub.Log.All);
    }

    private static void Refuses(string good, string what, string instead, RejectionReason reason, string named)
    {
        Assert.Contains(what, good, StringComparison.Ordinal);
        Rejection refusal = Decode(good.Replace(what, instead, StringComparison.Ordinal)).OneRejection();
        Assert.Equal(reason, refusal.Reason);
        Assert.Contains(named, refusal.Detail, StringComparison.Ordinal);
        Assert.InRange(refusal.Detail.Length, 1, 200);
    }

    private static DecodedMessage Decode(string payload) =>
        Decoded.Json(payload, payload.Contains("ObjectAnalytics", StringComparison.Ordinal) || payload.Contains("ItemFlowObserved", StringComparison.Ordinal)
            ? "transithub/v1/city/count/camera-1" : "/hfp/v2/journey/ongoing/apc/bus/0012/01913");
}
