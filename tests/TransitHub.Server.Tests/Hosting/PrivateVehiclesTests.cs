using System.Net;
using System.Text.Json.Nodes;
using Grpc.Core;
using Grpc.Net.Client;
using TransitHub.Protocol.GtfsRealtime;
using TransitHub.Protocol.V1;
using TransitHub.Testing;
using Client = TransitHub.Protocol.V1.TransitHub.TransitHubClient;

namespace TransitHub.Server.Tests.Hosting;

/// <summary>What may be seen of vehicles and what not, from a device's message to every way out, in both forms of the hub.</summary>
public sealed class PrivateVehiclesTests
{
    private const string Devices = "vehicles:\n  - {id: car-9, use: private}\n  - {id: moto-2, use: public, wheelchair: inaccessible}\n";

    private static readonly string[] Public = ["bus-1", "moto-2"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_private_vehicle_is_in_no_output_and_the_refusal_is_told()
    {
        using TestFolder folder = new();
        string devices = folder.File("devices.yaml", Devices);
        await using RunningHub hub = await RunningHub.StartAsync(options => options.Feeds = [new() { Id = "city", Devices = devices }]);
        await ShowsPublicOnesAloneAsync(hub);
    }

    [Fact]
    public async Task The_same_holds_where_the_hub_is_scaled_out()
    {
        using TestFolder folder = new();
        string devices = folder.File("devices.yaml", Devices);
        await using RedisServer redis = await RedisServer.StartAsync(Cancellation);
        await using RunningHub hub = await RunningHub.StartScaledAsync(redis, options => options.Feeds[0].Devices = devices);
        await ShowsPublicOnesAloneAsync(hub);
    }

    private static async Task ShowsPublicOnesAloneAsync(RunningHub hub)
    {
        await hub.Device.PublishPositionAsync("car-9");
        await hub.Device.PublishAsync("transithub/v1/city/avl/moto-1", Position(""" "class": "motorcycle" """));
        await hub.Device.PublishAsync("transithub/v1/city/apc/car-9", Count);
        await hub.Device.PublishAsync("transithub/v1/city/avl/moto-2", Position(""" "class": "motorcycle" """));
        await hub.Device.PublishAsync("transithub/v1/city/avl/bus-1", Position(""" "wheelchair_accessible": 2, "carriages": [{"label": "A", "occupancy_status": 2}, {"label": "B", "occupancy_percentage": 80}] """));

        await RunningHub.UntilAsync("the public ones", async () => Ids(await JsonAsync(hub, "/v1/vehicles?feed=city")).Length >= 2);
        await RunningHub.UntilAsync("their positions", async () => (await FeedAsync(hub)).Entity.Count >= 2);
        await ShowsCarriagesInJsonAsync(hub);
        await ShowsCarriagesOverGrpcAsync(hub);
        FeedMessage feed = await FeedAsync(hub);
        Assert.Equal(Public, feed.Entity.Select(e => e.Id));
        VehiclePosition bus = feed.Entity[0].Vehicle;
        Assert.Equal(["A", "B"], bus.MultiCarriageDetails.Select(c => c.Label));
        Assert.Equal([1u, 2u], bus.MultiCarriageDetails.Select(c => c.CarriageSequence));
        Assert.Equal(VehicleDescriptor.Types.WheelchairAccessible.WheelchairAccessible, bus.Vehicle.WheelchairAccessible);
        Assert.Equal(VehicleDescriptor.Types.WheelchairAccessible.WheelchairInaccessible, feed.Entity[1].Vehicle.Vehicle.WheelchairAccessible);

        foreach (string path in (string[])["/gtfs-rt/city/vehicle-positions.json", "/gtfs-rt/city/vehicle-positions.txt", "/gtfs-rt/city/trip-updates.json", "/v1/vehicles?feed=city", "/v1/vehicles/bus-1", "/v1/feeds"])
        {
            string text = await hub.Http.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation);
            Assert.DoesNotContain("car-9", text, StringComparison.Ordinal);
            Assert.DoesNotContain("moto-1", text, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await hub.Http.GetAsync(new Uri("/v1/vehicles/car-9", UriKind.Relative), Cancellation)).StatusCode);
        await RunningHub.UntilAsync("the refusals", async () => await RefusedAsync(hub) == 3);
    }

    private static string Position(string fields) =>
        $$"""{"measured_at": {{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}}, "lat": 13.7, "lon": 100.5, {{fields}}}""";

    private static string Count => $$"""{"measured_at": {{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}}, "load": 3}""";

    private static string[] Ids(JsonNode page) => [.. page["vehicles"]!.AsArray().Select(v => (string)v!["id"]!)];

    private static async Task ShowsCarriagesInJsonAsync(RunningHub hub)
    {
        JsonNode vehicle = await JsonAsync(hub, "/v1/vehicles/bus-1");
        Assert.Equal(["A", "B"], vehicle["carriages"]!.AsArray().Select(c => (string)c!["label"]!));
        Assert.Equal((1, 2, 80, 2), ((int)vehicle["carriages"]![0]!["carriage_sequence"]!, (int)vehicle["carriages"]![0]!["occupancy_status"]!, (int)vehicle["carriages"]![1]!["occupancy_percentage"]!, (int)vehicle["wheelchair_accessible"]!));
    }

    private static async Task ShowsCarriagesOverGrpcAsync(RunningHub hub)
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(hub.Grpc);
        Client client = new(channel);
        ListVehiclesResponse listed = await client.ListVehiclesAsync(new ListVehiclesRequest { FeedId = "city" }, cancellationToken: Cancellation);
        Assert.Equal(Public, listed.Vehicles.Select(v => v.Id));
        Assert.Equal(["A", "B"], listed.Vehicles[0].Carriages.Select(c => c.Label));
        Assert.Equal((2u, 80u, 2u, 3u), (listed.Vehicles[0].Carriages[0].OccupancyStatus, listed.Vehicles[0].Carriages[1].OccupancyPercentage, listed.Vehicles[0].WheelchairAccessible, listed.Vehicles[1].WheelchairAccessible));
        using AsyncServerStreamingCall<WatchEvent> call = client.Watch(new WatchRequest { FeedId = "city" }, cancellationToken: Cancellation);
        Assert.True(await call.ResponseStream.MoveNext(Cancellation));
        Assert.Equal(Public, call.ResponseStream.Current.Snapshot.Vehicles.Select(v => v.Id));
    }

    private static async Task<FeedMessage> FeedAsync(RunningHub hub) =>
        FeedMessage.Parser.ParseFrom(await hub.Http.GetByteArrayAsync(new Uri("/gtfs-rt/city/vehicle-positions.pb", UriKind.Relative), Cancellation));

    private static async Task<int> RefusedAsync(RunningHub hub)
    {
        JsonArray reasons = (await JsonAsync(hub, "/v1/rejections?feed=city"))[0]!["reasons"]!.AsArray();
        return (int?)reasons.SingleOrDefault(r => (string?)r!["reason"] == "private_vehicle")?["count"] ?? 0;
    }

    private static async Task<JsonNode> JsonAsync(RunningHub hub, string path) =>
        JsonNode.Parse(await hub.Http.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation))!;
}
