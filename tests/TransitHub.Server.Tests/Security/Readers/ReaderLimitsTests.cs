using System.Net;
using Grpc.Core;
using TransitHub.Protocol.V1;
using TransitHub.Server.Options;
using TransitHub.Server.Security.Readers;
using Client = TransitHub.Protocol.V1.TransitHub.TransitHubClient;

namespace TransitHub.Server.Tests.Security.Readers;

/// <summary>What readers get with and without a key, over real sockets. A tier of one request a minute has nothing again before a test ends.</summary>
[Collection(nameof(Alone))]
public sealed class ReaderLimitsTests : IDisposable
{
    private const string Path = "/v1/vehicles";
    private readonly TestFolder folder = new();
    private readonly KeyFile keys;

    public ReaderLimitsTests() => this.keys = new KeyFile(System.IO.Path.Combine(this.folder.Path, "keys.json"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task Without_tiers_nobody_is_counted_and_no_key_is_looked_at()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity());
        using HttpResponseMessage answer = await GetAsync(web, Path, "nonsense");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("RateLimit"));
    }

    [Fact]
    public async Task Who_has_no_key_has_the_tier_of_addresses_and_is_told_when_to_come_again()
    {
        await using TestWeb web = await this.StartAsync(anonymous: "guest");
        string[] rests = await RestsAsync(web, null, 3);
        Assert.Equal(["\"requests\";r=2", "\"requests\";r=1", "\"requests\";r=0"], rests);
        using HttpResponseMessage over = await GetAsync(web, Path, null);
        Assert.Equal((HttpStatusCode.TooManyRequests, "application/problem+json"), (over.StatusCode, over.Content.Headers.ContentType?.MediaType));
        Assert.InRange(over.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal("\"requests\";q=1;w=60", Assert.Single(over.Headers.GetValues("RateLimit-Policy")));
        Assert.Contains("The tier 'guest' has 1 requests a minute", await over.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);

        // Health and metrics are no readers' requests, and neither is a browser's question whether it may ask.
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(web, "/healthz", null)).StatusCode);
        using var preflight = new HttpRequestMessage(HttpMethod.Options, Path);
        preflight.Headers.Add("Origin", "https://app.example");
        preflight.Headers.Add("Access-Control-Request-Method", "GET");
        Assert.Equal(HttpStatusCode.NoContent, (await web.Http.SendAsync(preflight, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_key_has_its_own_tier_whatever_others_at_its_address_ask_for()
    {
        await using TestWeb web = await this.StartAsync(anonymous: "guest");
        string app = (await this.keys.AddAsync("an app", "app", Now(web), null, cancellation: Cancellation)).Text;
        string other = (await this.keys.AddAsync("another", "app", Now(web), null, cancellation: Cancellation)).Text;
        await RestsAsync(web, null, 3);
        Assert.Equal(["\"requests\";r=4", "\"requests\";r=3"], await RestsAsync(web, app, 2));
        Assert.Equal(["\"requests\";r=4"], await RestsAsync(web, other, 1));
        using var bearer = new HttpRequestMessage(HttpMethod.Get, Path);
        bearer.Headers.Add("Authorization", "Bearer " + app);
        using HttpResponseMessage answer = await web.Http.SendAsync(bearer, Cancellation);
        Assert.Equal("\"requests\";r=2", Assert.Single(answer.Headers.GetValues("RateLimit")));
        string metrics = await web.Http.GetStringAsync("/metrics", Cancellation);
        Assert.Matches($"transithub_reader_requests_total{{[^}}]*key=\"{app.Split('_')[1]}\"[^}}]*outcome=\"served\"[^}}]*}} 3", metrics);
        Assert.DoesNotContain(app.Split('_')[2], metrics, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("thub_000000000000_0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("")]
    [InlineData("revoked")]
    [InlineData("expired")]
    [InlineData("rotated")]
    [InlineData("other tier")]
    [InlineData("other secret")]
    public async Task A_key_that_is_wrong_expired_or_revoked_opens_nothing_and_is_told_nothing(string which)
    {
        await using TestWeb web = await this.StartAsync(anonymous: "guest");
        long now = Now(web);
        (ReaderKey key, string good) = await this.keys.AddAsync("an app", "app", now - 1000, null, cancellation: Cancellation);
        (ReaderKey second, string stranger) = await this.keys.AddAsync("another", which == "other tier" ? "gone" : "app", now - 1000, which == "expired" ? now : null, cancellation: Cancellation);
        string text = which switch
        {
            "revoked" or "expired" or "rotated" or "other tier" => stranger,
            "other secret" => string.Join('_', ["thub", key.Id, stranger.Split('_')[2]]),
            _ => which,
        };
        if (which == "revoked")
        {
            await this.keys.RevokeAsync(second.Id, now, cancellation: Cancellation);
        }
        else if (which == "rotated")
        {
            await this.keys.RotateAsync(second.Id, now, null, cancellation: Cancellation);
        }

        using HttpResponseMessage answer = await GetAsync(web, Path, text);
        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (answer.StatusCode, Assert.Single(answer.Headers.WwwAuthenticate).Scheme));
        Assert.Contains("This key opens nothing: it is wrong, expired or revoked.", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(web, Path, good)).StatusCode);
        Assert.Matches("transithub_reader_requests_total{[^}]*key=\"none\"[^}]*outcome=\"refused\"[^}]*} 1", await web.Http.GetStringAsync("/metrics", Cancellation));
    }

    [Fact]
    public async Task Who_has_no_key_where_keys_are_needed_gets_nothing_and_no_cache_hands_on_what_one_opened()
    {
        await using TestWeb web = await this.StartAsync(anonymous: null, isOpen: true);
        string app = (await this.keys.AddAsync("an app", "app", Now(web), null, cancellation: Cancellation)).Text;
        web.Encode();
        foreach (string path in new[] { Path, "/v1/stream", "/gtfs-rt/city/vehicle-positions.pb", "/gtfs/city.zip", "/v1/stops/A/arrivals", "/v1/alerts" })
        {
            using HttpResponseMessage answer = await GetAsync(web, path, null);
            Assert.Equal((path, HttpStatusCode.Unauthorized), (path, answer.StatusCode));
        }

        using HttpResponseMessage feed = await GetAsync(web, "/gtfs-rt/city/vehicle-positions.pb", app);
        Assert.Equal((HttpStatusCode.OK, true, false), (feed.StatusCode, feed.Headers.CacheControl!.Private, feed.Headers.CacheControl.Public));
    }

    [Fact]
    public async Task A_new_and_a_revoked_key_are_known_within_a_second()
    {
        await using TestWeb web = await this.StartAsync(anonymous: null, isOpen: true);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(web, Path, "nonsense")).StatusCode);
        (ReaderKey key, string text) = await this.keys.AddAsync("an app", "app", Now(web), null, cancellation: Cancellation);
        web.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(web, Path, text)).StatusCode);
        await this.keys.RevokeAsync(key.Id, Now(web), cancellation: Cancellation);
        web.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(web, Path, text)).StatusCode);
    }

    [Fact]
    public async Task A_file_of_keys_that_is_broken_leaves_those_read_before()
    {
        await using TestWeb web = await this.StartAsync(anonymous: null, isOpen: true);
        string text = (await this.keys.AddAsync("an app", "app", Now(web), null, cancellation: Cancellation)).Text;
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(web, Path, text)).StatusCode);
        await File.WriteAllTextAsync(this.keys.Path, "[{", Cancellation);
        web.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(web, Path, text)).StatusCode);
    }

    [Fact]
    public async Task Streams_have_a_limit_of_their_own()
    {
        await using TestWeb web = await this.StartAsync(anonymous: null, isOpen: true);
        string app = (await this.keys.AddAsync("an app", "app", Now(web), null, cancellation: Cancellation)).Text;
        using HttpResponseMessage first = await OpenAsync(web, app);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using HttpResponseMessage second = await OpenAsync(web, app);
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.Contains("has 1 streams at one time", await second.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        using AsyncServerStreamingCall<WatchEvent> third = new Client(web.Grpc).Watch(new WatchRequest(), Keyed(app), cancellationToken: Cancellation);
        RpcException refused = await Assert.ThrowsAsync<RpcException>(() => third.ResponseStream.MoveNext(Cancellation));
        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(web, Path, app)).StatusCode);
    }

    [Fact]
    public async Task Over_gRPC_a_key_is_metadata_and_refusals_have_its_own_status()
    {
        await using TestWeb web = await this.StartAsync(anonymous: null, isOpen: true);
        string app = (await this.keys.AddAsync("an app", "app", Now(web), null, cancellation: Cancellation)).Text;
        var hub = new Client(web.Grpc);
        RpcException refused = await Assert.ThrowsAsync<RpcException>(async () => await hub.GetFeedStatusAsync(new GetFeedStatusRequest(), cancellationToken: Cancellation));
        Assert.Equal((StatusCode.Unauthenticated, true), (refused.StatusCode, refused.Status.Detail.Contains("need a key", StringComparison.Ordinal)));
        for (int i = 0; i < 5; i++)
        {
            await hub.GetFeedStatusAsync(new GetFeedStatusRequest(), Keyed(app), cancellationToken: Cancellation);
        }

        RpcException limited = await Assert.ThrowsAsync<RpcException>(async () => await hub.GetFeedStatusAsync(new GetFeedStatusRequest(), Keyed(app), cancellationToken: Cancellation));
        Assert.Equal(StatusCode.ResourceExhausted, limited.StatusCode);
    }

    [Fact]
    public async Task The_operator_on_the_hubs_machine_is_not_counted()
    {
        await using TestWeb web = await this.StartAsync(anonymous: null);
        Assert.All(await StatusesAsync(web, 10), s => Assert.Equal(HttpStatusCode.OK, s));
    }

    [Theory]
    [InlineData(true, new[] { 200, 200, 200, 200 })]
    [InlineData(false, new[] { 200, 200, 200, 429 })]
    public async Task Behind_a_proxy_that_the_operator_names_each_reader_is_counted_for_themselves(bool isKnown, int[] expected)
    {
        await using TestWeb web = await this.StartAsync(anonymous: "guest", isOpen: true, proxies: isKnown ? ["127.0.0.1"] : []);
        List<int> statuses = [];
        for (int reader = 0; reader < 4; reader++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Path);
            request.Headers.Add("X-Forwarded-For", $"203.0.113.9, 198.51.100.{reader}");
            statuses.Add((int)(await web.Http.SendAsync(request, Cancellation)).StatusCode);
        }

        Assert.Equal(expected, statuses);
    }

    [Theory]
    [InlineData("2001:db8::1", "2001:db8::ffff:1", true)]
    [InlineData("2001:db8::1", "2001:db9::1", false)]
    [InlineData("198.51.100.1", "::ffff:198.51.100.1", true)]
    [InlineData("198.51.100.1", "198.51.100.2", false)]
    public void A_household_with_many_addresses_is_one_reader(string one, string other, bool isSame) =>
        Assert.Equal(isSame, Reader.PartitionOf(IPAddress.Parse(one)) == Reader.PartitionOf(IPAddress.Parse(other)));

    private Task<TestWeb> StartAsync(string? anonymous, bool isOpen = false, List<string>? proxies = null) => TestWeb.StartAsync(new TestCity(), new HubOptions
    {
        Security = new SecurityOptions
        {
            // Whoever is on the machine is its operator unless readers from elsewhere come to it.
            OpenReaders = isOpen || anonymous is not null,
            Readers = new ReaderOptions
            {
                Tiers = [new ReaderTier { Name = "guest", RequestsPerMinute = 1, Burst = 3 }, new ReaderTier { Name = "app", RequestsPerMinute = 1, Burst = 5, Streams = 1 }],
                Anonymous = anonymous,
                KeyFile = this.keys.Path,
                Proxies = proxies ?? [],
            },
        },
    });

    private static long Now(TestWeb web) => web.Clock.GetUtcNow().ToUnixTimeSeconds();

    private static Metadata Keyed(string key) => new() { { ReaderAccess.KeyHeader, key } };

    private static async Task<string[]> RestsAsync(TestWeb web, string? key, int requests)
    {
        List<string> rests = [];
        for (int i = 0; i < requests; i++)
        {
            using HttpResponseMessage answer = await GetAsync(web, Path, key);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            rests.Add(Assert.Single(answer.Headers.GetValues("RateLimit")));
        }

        return [.. rests];
    }

    private static async Task<IReadOnlyList<HttpStatusCode>> StatusesAsync(TestWeb web, int requests)
    {
        List<HttpStatusCode> statuses = [];
        for (int i = 0; i < requests; i++)
        {
            statuses.Add((await GetAsync(web, Path, null)).StatusCode);
        }

        return statuses;
    }

    private static Task<HttpResponseMessage> GetAsync(TestWeb web, string path, string? key) => SendAsync(web, path, key, HttpCompletionOption.ResponseContentRead);

    private static Task<HttpResponseMessage> OpenAsync(TestWeb web, string key) => SendAsync(web, "/v1/stream", key, HttpCompletionOption.ResponseHeadersRead);

    private static async Task<HttpResponseMessage> SendAsync(TestWeb web, string path, string? key, HttpCompletionOption until)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation(ReaderAccess.KeyHeader, key);
        }

        return await web.Http.SendAsync(request, until, Cancellation);
    }
}
