using System.Net;
using System.Text.Json.Nodes;
using TransitHub.Redis;
using TransitHub.Gtfs;
using TransitHub.Server.Options;
using TransitHub.Server.Statics;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Server.Tests.Endpoints;

/// <summary>How operators look at static versions, compare them and go back to one, over HTTP.</summary>
public sealed class StaticDeskEndpointsTests
{
    private const string Static = "/v1/feeds/city/static";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lists_the_versions_and_names_the_one_in_service_in_its_entity_tag()
    {
        await using TestWeb web = await StartAsync();
        using HttpResponseMessage answer = await web.Http.GetAsync(new Uri(Static, UriKind.Relative), Cancellation);
        JsonNode list = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!;
        Assert.Equal(["v2", TestCity.Schedule.Version], list["versions"]!.AsArray().Select(v => (string)v!["version"]!));
        Assert.Equal([true, false], list["versions"]!.AsArray().Select(v => (bool)v!["in_service"]!));
        Assert.Equal(((string)list["versions"]![0]!["content_hash"]!, true), (answer.Headers.ETag!.Tag.Trim('"'), (bool)list["can_publish"]!));
    }

    [Fact]
    public async Task Tells_what_changed_from_one_version_to_another_as_the_command_does()
    {
        await using TestWeb web = await StartAsync();
        JsonNode difference = (await web.GetAsync($"{Static}/v2/diff"))!;
        Assert.Equal((TestCity.Schedule.Version, "v2", false), ((string)difference["before"]!["version"]!, (string)difference["after"]!["version"]!, (bool)difference["is_equal"]!));
        JsonNode routes = difference["entities"]!.AsArray().Single(e => (string)e!["kind"]! == "route")!;
        Assert.Equal((1, 0, "N: 9"), ((int)routes["added_count"]!, (int)routes["removed_count"]!, ((string)routes["added"]![0]!)[..4]));

        JsonNode back = (await web.GetAsync($"{Static}/{TestCity.Schedule.ContentHash}/diff"))!;
        Assert.Equal(("v2", TestCity.Schedule.Version), ((string)back["before"]!["version"]!, (string)back["after"]!["version"]!));
        Assert.True((bool)(await web.GetAsync($"{Static}/v2/diff?from=v2"))!["is_equal"]!);

        using HttpResponseMessage first = await web.Http.GetAsync(new Uri($"{Static}/v2/diff", UriKind.Relative), Cancellation);
        using HttpRequestMessage again = new(HttpMethod.Get, new Uri($"{Static}/v2/diff", UriKind.Relative)) { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        Assert.Equal(HttpStatusCode.NotModified, (await web.Http.SendAsync(again, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await web.Http.GetAsync(new Uri($"{Static}/v2/diff?from=v7", UriKind.Relative), Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Goes_back_for_who_has_seen_the_version_in_service_and_says_why()
    {
        await using TestWeb web = await StartAsync();
        string path = $"{Static}/{TestCity.Schedule.ContentHash}/publish";
        string tag = $"\"{web.Feed.Static.Current!.ContentHash}\"";
        Assert.Equal(HttpStatusCode.BadRequest, (await web.SendAsync(HttpMethod.Post, path, "{}", tag)).Response.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionRequired, (await web.SendAsync(HttpMethod.Post, path, """{"reason": "x"}""")).Response.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await web.SendAsync(HttpMethod.Post, path, """{"reason": "x"}""", "\"old\"")).Response.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await web.SendAsync(HttpMethod.Post, $"{Static}/v2/publish", """{"reason": "x"}""", tag)).Response.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await web.SendAsync(HttpMethod.Post, $"{Static}/v7/publish", """{"reason": "x"}""", tag)).Response.StatusCode);
        Assert.Null(web.Feed.StaticRequests!.Pending);

        Task<(HttpResponseMessage Response, JsonNode? Body)> asking = web.SendAsync(HttpMethod.Post, path, """{"reason": "v2 lacks the night buses"}""", tag);
        StaticRequest request = await TakenAsync(web.Feed.StaticRequests);
        Assert.Equal((TestCity.Schedule.ContentHash, "local", "v2 lacks the night buses", tag.Trim('"')), (request.Version, request.By, request.Why, request.Over));
        Assert.Equal("local", (string)(await web.GetAsync(Static))!["pending"]!["by"]!);
        Assert.Equal(HttpStatusCode.Conflict, (await web.SendAsync(HttpMethod.Post, path, """{"reason": "me too"}""", tag)).Response.StatusCode);
        web.Feed.StaticRequests.Answer(new StaticEvent(1, "rolled_back", "v1", null, "local", request.Why, [], request.Id, "v2"));
        (HttpResponseMessage answer, JsonNode? body) = await asking;
        Assert.Equal((HttpStatusCode.OK, "rolled_back", "v2"), (answer.StatusCode, (string)body!["outcome"]!, (string)body["replaced"]!));
    }

    [Fact]
    public async Task What_takes_long_is_answered_before_it_is_done()
    {
        await using TestWeb web = await StartAsync();
        Task<(HttpResponseMessage Response, JsonNode? Body)> asking = web.SendAsync(
            HttpMethod.Post, $"{Static}/{TestCity.Schedule.ContentHash}/publish", """{"reason": "back"}""", $"\"{web.Feed.Static.Current!.ContentHash}\"");
        await TakenAsync(web.Feed.StaticRequests!);
        while (!asking.IsCompleted)
        {
            web.Clock.Advance(TimeSpan.FromSeconds(11));
            await Task.Yield();
        }

        (HttpResponseMessage answer, JsonNode? body) = await asking;
        Assert.Equal((HttpStatusCode.Accepted, "back", "2"), (answer.StatusCode, (string)body!["why"]!, answer.Headers.GetValues("Retry-After").Single()));
    }

    [Fact]
    public async Task A_process_that_brings_no_version_into_service_says_what_to_do()
    {
        await using TestWeb web = await StartAsync(new HubOptions { Redis = new RedisOptions { Address = "127.0.0.1:1" } });
        Assert.False((bool)(await web.GetAsync(Static))!["can_publish"]!);
        (HttpResponseMessage answer, JsonNode? body) = await web.SendAsync(
            HttpMethod.Post, $"{Static}/{TestCity.Schedule.ContentHash}/publish", """{"reason": "back"}""", $"\"{web.Feed.Static.Current!.ContentHash}\"");
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("Feeds:Gtfs", (string)body!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_most_four_comparisons_wait_and_the_newest_eight_are_kept()
    {
        using TestFolder folder = new();
        string zip = Path.Combine(folder.Path, "a.zip");
        await File.WriteAllBytesAsync(zip, TestCity.Feed().ToZip().ToArray(), Cancellation);
        using StaticComparisons comparisons = new();
        Task<byte[]> first = comparisons.TryCompare("0", zip, zip)!;
        Assert.Same(first, comparisons.TryCompare("0", zip, zip));
        await first;
        for (int i = 1; i <= StaticComparisons.Kept; i++)
        {
            await comparisons.TryCompare($"{i}", zip, zip)!;
        }

        Assert.NotSame(first, comparisons.TryCompare("0", zip, zip));
        Task<byte[]> lost = comparisons.TryCompare("lost", Path.Combine(folder.Path, "none.zip"), zip)!;
        await Assert.ThrowsAnyAsync<IOException>(() => lost);
        Assert.NotSame(lost, comparisons.TryCompare("lost", zip, zip));
    }

    /// <summary>The city with a second version that has a night line.</summary>
    private static async Task<TestWeb> StartAsync(HubOptions? options = null)
    {
        TestWeb web = await TestWeb.StartAsync(new TestCity(), options);
        FeedText next = TestCity.Feed()
            .With("feed_info.txt", "feed_publisher_name,feed_publisher_url,feed_lang,feed_version\nX,https://example.org,en,v2")
            .With("routes.txt", """
                route_id,agency_id,route_short_name,route_long_name,route_type
                R,X,1,Alpha to Gamma,3
                Q,X,2,Gamma to Alpha,3
                F,X,3,Every ten minutes,4
                N,X,9,Night,3
                """);
        Schedule schedule = next.Read().Schedule;
        web.Feed.Static.Publish(schedule, zip => next.ToZip().CopyTo(zip), TestCity.Morning, 10);
        return web;
    }

    private static async Task<StaticRequest> TakenAsync(StaticRequests requests)
    {
        while (true)
        {
            await requests.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Cancellation);
            if (requests.Take() is { } request)
            {
                return request;
            }
        }
    }
}
