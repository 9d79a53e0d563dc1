using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TransitHub.Server.Tests.Hosting;
using TransitHub.Testing;

namespace TransitHub.Server.Tests.Roles;

/// <summary>What ingest processes refuse before the log is seen where readers ask, beside a real Redis.</summary>
public sealed class IngestRefusalsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_serves_tells_what_all_ingest_processes_refused_and_what_those_did_that_are_gone()
    {
        await using RedisServer redis = await RedisServer.StartAsync(Cancellation);
        await using RunningHub serve = await RunningHub.StartScaledAsync(redis);
        await serve.Device.PublishPositionAsync("bus-1");
        await serve.Device.PublishAsync("transithub/v1/city/avl/bus-1", "no JSON");
        await serve.Device.PublishAsync("transithub/v1/town/avl/bus-2", "no JSON");
        await UntilAsync(serve, malformed: 1, unrouted: 1);
        await using (RunningHub other = await RunningHub.StartScaledAsync(redis, options => options.Roles = "ingest"))
        {
            await other.Device.PublishAsync("transithub/v1/city/avl/bus-3", "no JSON either");
            await other.Device.PublishAsync("transithub/v1/town/avl/bus-4", "no JSON");
        }

        JsonNode[] lists = await UntilAsync(serve, malformed: 2, unrouted: 2);
        Assert.Equal(["city", ""], lists.Select(l => (string?)l["feed"] ?? ""));
        Assert.Equal(["bus-1", "bus-3"], Reason(lists[0], "malformed_payload")!["samples"]!.AsArray().Select(s => (string)s!["device"]!).Order());
        await using (RunningHub next = await RunningHub.StartScaledAsync(redis, options => options.Roles = "ingest"))
        {
            await next.Device.PublishAsync("transithub/v1/city/avl/bus-5", "no JSON");
        }

        await UntilAsync(serve, malformed: 3, unrouted: 2);
        JsonNode feed = (await serve.Http.GetFromJsonAsync<JsonNode[]>(new Uri("/v1/feeds", UriKind.Relative), Cancellation))![0];
        Assert.Equal((4, 1, 3), ((long)feed["received"]!, (long)feed["accepted"]!, (long)feed["rejected"]!));
    }

    private static async Task<JsonNode[]> UntilAsync(RunningHub hub, int malformed, int unrouted)
    {
        JsonNode[] lists = [];
        await RunningHub.UntilAsync($"{malformed} and {unrouted} refused", async () =>
        {
            lists = (await hub.Http.GetFromJsonAsync<JsonNode[]>(new Uri("/v1/rejections?samples=9", UriKind.Relative), Cancellation))!;
            return (long?)Reason(lists[0], "malformed_payload")?["count"] == malformed && lists[^1]["reasons"]!.AsArray().Sum(r => (long)r!["count"]!) == unrouted;
        });
        return lists;
    }

    private static JsonNode? Reason(JsonNode list, string name) => list["reasons"]!.AsArray().FirstOrDefault(r => (string?)r!["reason"] == name);
}
