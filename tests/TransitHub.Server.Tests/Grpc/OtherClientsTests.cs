using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using TransitHub.Protocol.V1;
using TransitHub.Server.Options;
using TransitHub.Testing;
using Client = TransitHub.Protocol.V1.TransitHub.TransitHubClient;

namespace TransitHub.Server.Tests.Grpc;

/// <summary>The hub as clients see it that are not of its kind: @grpc/grpc-js under Node.js, and gRPC-Web, which browsers speak.</summary>
public sealed class OtherClientsTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly TestCity city = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task A_JavaScript_app_lists_follows_and_resumes()
    {
        await using TestWeb web = await TestWeb.StartAsync(this.city);
        this.city.Vehicle("a", trip: "T1").Trip("T1", "a").Publish();
        Task<JsonNode> app = RunAppAsync(web, null);
        int next = 0;
        while (!app.IsCompleted)
        {
            // It sees some of these, depending on when it comes; few enough that those between its two streams are kept, however slow the machine.
            this.city.Vehicle("b" + (++next).ToString(CultureInfo.InvariantCulture)).Publish();
            await Task.WhenAny(app, Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, Cancellation));
        }

        JsonNode seen = await app;
        Assert.True(seen["code"] is null, seen.ToJsonString());
        Assert.Contains("a", Texts(seen["vehicles"]));
        Assert.Contains("T1", Texts(seen["arrivals"]));
        Assert.Contains("a", Texts(seen["snapshot"]));
        Assert.All(Texts(seen["changes"]), v => Assert.StartsWith("b", v, StringComparison.Ordinal));
        Assert.InRange(Texts(seen["changes"]).Length, 2, next);
        Assert.Empty(Texts(seen["changes"]).Intersect(Texts(seen["snapshot"]), StringComparer.Ordinal));
        Assert.Equal("changes", (string)seen["resumed"]!);
    }

    [Fact]
    public async Task A_JavaScript_app_without_a_key_is_told_so_where_one_is_needed()
    {
        await using TestWeb web = await TestWeb.StartAsync(this.city, this.KeysNeeded());
        JsonNode refused = await RunAppAsync(web, "nonsense");
        Assert.Equal((16, "This key opens nothing: it is wrong, expired or revoked. Ask whoever runs the hub."), ((int)refused["code"]!, (string)refused["details"]!));
    }

    [Fact]
    public async Task A_browsers_client_follows_over_HTTP_1()
    {
        await using TestWeb web = await TestWeb.StartAsync(this.city);
        this.city.Vehicle("a").Publish();
        using GrpcChannel channel = OpenWeb(web);
        using AsyncServerStreamingCall<WatchEvent> watch = new Client(channel).Watch(new WatchRequest(), cancellationToken: Cancellation);
        Assert.True(await watch.ResponseStream.MoveNext(Cancellation));
        Assert.Equal("a", Assert.Single(watch.ResponseStream.Current.Snapshot.Vehicles).Id);
        this.city.Vehicle("b").Publish();
        Assert.True(await watch.ResponseStream.MoveNext(Cancellation));
        Assert.Equal("b", Assert.Single(watch.ResponseStream.Current.Changes.Vehicles).Id);
    }

    [Fact]
    public async Task A_browsers_client_is_refused_in_its_own_words()
    {
        await using TestWeb web = await TestWeb.StartAsync(this.city, this.KeysNeeded());
        using GrpcChannel channel = OpenWeb(web);
        RpcException refused = await Assert.ThrowsAsync<RpcException>(async () => await new Client(channel).ListVehiclesAsync(new ListVehiclesRequest(), cancellationToken: Cancellation));
        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
    }

    [Fact]
    public async Task A_page_of_another_site_may_ask_over_gRPC_Web()
    {
        await using TestWeb web = await TestWeb.StartAsync(this.city);
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/transithub.v1.TransitHub/Watch");
        preflight.Headers.Add("Origin", "https://app.example");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "content-type,x-grpc-web,x-api-key");
        using HttpResponseMessage answer = await web.Http.SendAsync(preflight, Cancellation);
        Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Contains("POST", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Methods")), StringComparison.Ordinal);
    }

    private static GrpcChannel OpenWeb(TestWeb web) =>
        GrpcChannel.ForAddress(web.Http.BaseAddress!, new GrpcChannelOptions
        {
            HttpVersion = HttpVersion.Version11, HttpHandler = new GrpcWebHandler(GrpcWebMode.GrpcWebText, new HttpClientHandler()), DisposeHttpClient = true,
        });

    private static async Task<JsonNode> RunAppAsync(TestWeb web, string? key)
    {
        var ask = new JsonObject { ["key"] = key, ["stop"] = "B", ["changes"] = 2 };
        byte[] said = await NodeTool.RunAsync("hub-client.mjs", web.Grpc.Target, Encoding.UTF8.GetBytes(ask.ToJsonString()), Cancellation);
        return JsonNode.Parse(said)!;
    }

    private static string[] Texts(JsonNode? list) => [.. list!.AsArray().Select(v => (string)v!)];

    private HubOptions KeysNeeded() => new()
    {
        Security = new SecurityOptions
        {
            OpenReaders = true, Readers = new ReaderOptions { Tiers = [new ReaderTier { Name = "app" }], KeyFile = Path.Combine(this.folder.Path, "keys.json") },
        },
    };
}
