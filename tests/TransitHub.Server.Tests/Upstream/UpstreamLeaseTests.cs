using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Redis;
using TransitHub.Server.Tests.Hosting;
using TransitHub.Server.Tests.Processes;
using TransitHub.Testing;

namespace TransitHub.Server.Tests.Upstream;

/// <summary>Several ingest processes of one hub over a real redis-server: an agency is asked by one of them.</summary>
public sealed class UpstreamLeaseTests : IDisposable
{
    private const string Asker = "X-Asker";
    private readonly TestFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task One_process_asks_and_when_it_is_killed_or_stopped_another_goes_on_and_nothing_counts_twice()
    {
        await using RedisServer redis = await RedisServer.StartAsync(Cancellation);
        await using AgencyServer agency = await AgencyServer.StartAsync();
        byte[] message = AgencyServer.Message(0, AgencyServer.Vehicle("bus-7", TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 5)).ToByteArray();
        agency.Answer = context => context.Response.Body.WriteAsync(message).AsTask();

        await using ServeProcess one = await this.StartAsync("one", redis, agency);
        await RunningHub.UntilAsync("the first asks", () => Task.FromResult(Count(agency, "one") >= 2));
        await using ServeProcess two = await this.StartAsync("two", redis, agency);
        await RunningHub.UntilAsync("the second knows that another asks", async () => await StateAsync(two) == "elsewhere");
        int asked = Count(agency, "one");
        await RunningHub.UntilAsync("the first goes on", () => Task.FromResult(Count(agency, "one") >= asked + 3));
        Assert.Equal(0, Count(agency, "two"));

        await one.KillAsync();
        asked = Count(agency, "one");
        await RunningHub.UntilAsync("the second asks", () => Task.FromResult(Count(agency, "two") >= 3));
        await using ServeProcess again = await this.StartAsync("one", redis, agency);
        await RunningHub.UntilAsync("the first knows that another asks", async () => await StateAsync(again) == "elsewhere");
        Assert.Equal(asked, Count(agency, "one"));

        // One that stops in order gives the lease back.
        Assert.Equal(0, await two.TerminateAsync());
        await RunningHub.UntilAsync("the first asks again", () => Task.FromResult(Count(agency, "one") > asked));

        // Each process sends what it has not seen; the gate lets the position through once.
        await RunningHub.UntilAsync("fusion counts", async () => (await LoggedAsync(redis)).Count == 3);
        Assert.Single((await LoggedAsync(redis)).Distinct());
        await using ServeProcess serving = await ServeProcess.StartAsync(Path.Combine(this.folder.Path, "serving"), "--config", this.ConfigOf("serving", redis, agency), "--roles", "fusion,serve");
        using var http = new HttpClient { BaseAddress = serving.Http };
        await RunningHub.UntilAsync("the position counts once", async () =>
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri("/metrics", UriKind.Relative), Cancellation);
            string text = await answer.Content.ReadAsStringAsync(Cancellation);
            return text.Split('\n').Any(l => l.StartsWith("transithub_rejected", StringComparison.Ordinal) && l.Contains("duplicate", StringComparison.Ordinal) && l.EndsWith(" 2", StringComparison.Ordinal));
        });
    }

    private static int Count(AgencyServer agency, string asker)
    {
        lock (agency.Requests)
        {
            return agency.Requests.Count(r => r.Headers.GetValueOrDefault(Asker) == asker);
        }
    }

    private static async Task<string?> StateAsync(ServeProcess process)
    {
        using var http = new HttpClient { BaseAddress = process.Http };
        string told = await http.GetStringAsync(new Uri("/v1/feeds/city/upstream", UriKind.Relative), Cancellation);
        return JsonSerializer.Deserialize<JsonElement>(told).GetProperty("sources")[0].GetProperty("state").GetString();
    }

    /// <summary>Vehicles and times of the positions in the log.</summary>
    private static async Task<List<string>> LoggedAsync(RedisServer redis)
    {
        await using RedisStorage storage = await RedisStorage.OpenAsync(new RedisOptions { Address = $"127.0.0.1:{redis.Port}" }, TimeProvider.System, NullLogger.Instance, Cancellation);
        await using IObservationLog log = await storage.OpenLogAsync(ShardId.From(FeedId.Parse("city"), 0), null, null, Cancellation);
        return [.. log.ReadAfter(0, Cancellation).Select(r => r.Observation).OfType<AvlReport>().Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Device} {r.MeasuredAt.UnixSeconds}"))];
    }

    private Task<ServeProcess> StartAsync(string name, RedisServer redis, AgencyServer agency) =>
        ServeProcess.StartAsync(Path.Combine(this.folder.Path, name), "--config", this.ConfigOf(name, redis, agency), "--roles", "ingest");

    private string ConfigOf(string name, RedisServer redis, AgencyServer agency) => this.folder.File($"{name}.json", $$"""
        {
          "Redis": { "Address": "127.0.0.1:{{redis.Port}}" },
          "Feeds": [ { "Id": "city", "Upstream": { "Sources": [
            { "Name": "agency", "Url": "{{agency.Address}}/rt", "PollSeconds": 1, "Headers": [ { "Name": "{{Asker}}", "Value": "{{name}}" } ] } ] } } ]
        }
        """);
}
