using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using TransitHub.Server.Options;
using TransitHub.Server.Security;

namespace TransitHub.Server.Tests.Endpoints;

/// <summary>What operators write of the service over HTTP, and who may.</summary>
public sealed class ChangesEndpointsTests
{
    private const string Changes = "/v1/feeds/city/changes";
    private static readonly string Valid = $$"""{"kind": "cancel", "trip_id": "T1", "start_date": "20261123", "expires_at": {{TestCity.Morning.UnixSeconds + 600}}}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_is_written_edited_and_ended_and_all_of_it_is_in_the_audit()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity());
        (HttpResponseMessage created, JsonNode? body) = await web.SendAsync(HttpMethod.Post, Changes, Valid);
        Assert.Equal((HttpStatusCode.Created, Changes + "/change-1", "\"1\""), (created.StatusCode, created.Headers.Location!.ToString(), created.Headers.ETag!.Tag));
        Assert.Equal(("active", OperatorAccess.Local), ((string)body!["state"]!, (string)body["updated_by"]!));
        (HttpResponseMessage edited, _) = await web.SendAsync(HttpMethod.Put, Changes + "/change-1", Valid.Replace("T1", "T2", StringComparison.Ordinal), "\"1\"");
        Assert.Equal((HttpStatusCode.OK, "\"2\""), (edited.StatusCode, edited.Headers.ETag!.Tag));
        Assert.Equal("T2", (string)(await web.GetAsync(Changes + "/change-1"))!["change"]!["trip_id"]!);
        (HttpResponseMessage ended, JsonNode? last) = await web.SendAsync(HttpMethod.Delete, Changes + "/change-1", null, "\"2\"");
        Assert.Equal((HttpStatusCode.OK, "ended"), (ended.StatusCode, (string)last!["state"]!));
        Assert.Equal(HttpStatusCode.Conflict, (await web.SendAsync(HttpMethod.Delete, Changes + "/change-1", null, "\"3\"")).Response.StatusCode);
        JsonArray audit = (await web.GetAsync(Changes + "/audit"))!["entries"]!.AsArray();
        Assert.Equal(["end", "edit", "create"], audit.Select(e => (string)e!["what"]!));
        Assert.Equal(("T1", "T2"), ((string)audit[1]!["before"]!["trip_id"]!, (string)audit[1]!["after"]!["trip_id"]!));
    }

    [Fact]
    public async Task One_whose_time_is_over_has_expired()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity());
        await web.SendAsync(HttpMethod.Post, Changes, Valid);
        Assert.Single((await web.GetAsync(Changes + "?state=active"))!["changes"]!.AsArray());
        web.Clock.Advance(TimeSpan.FromSeconds(600));
        Assert.Single((await web.GetAsync(Changes + "?state=expired"))!["changes"]!.AsArray());
        Assert.Equal(HttpStatusCode.Conflict, (await web.SendAsync(HttpMethod.Delete, Changes + "/change-1", null, "\"1\"")).Response.StatusCode);
    }

    [Fact]
    public async Task Who_has_not_seen_the_newest_form_changes_nothing()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity());
        await web.SendAsync(HttpMethod.Post, Changes, Valid);
        Assert.Equal(HttpStatusCode.PreconditionRequired, (await web.SendAsync(HttpMethod.Delete, Changes + "/change-1", null)).Response.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await web.SendAsync(HttpMethod.Put, Changes + "/change-1", Valid, "\"7\"")).Response.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await web.SendAsync(HttpMethod.Put, Changes + "/change-9", Valid, "\"1\"")).Response.StatusCode);
    }

    [Theory]
    [InlineData("{", "no JSON object")]
    [InlineData("null", "not null")]
    [InlineData("{\"trip\": \"T1\"}", "trip_id")]
    [InlineData("{\"kind\": \"cancel\", \"trip_id\": \"T9\"}", "expires_at")]
    public async Task What_is_wrong_is_named(string body, string part)
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity());
        (HttpResponseMessage response, JsonNode? problem) = await web.SendAsync(HttpMethod.Post, Changes, body);
        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Contains(part, problem!.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(web.Feed.Changes.Book.Changes);
    }

    [Fact]
    public async Task Only_operators_read_and_write()
    {
        HubOptions options = new();
        options.Security.Operators.Add(new NamedOperator { Name = "noi", PasswordHash = PasswordHash.Create("ส้มตำ", 10_000) });
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), options);
        Assert.Equal(HttpStatusCode.Unauthorized, (await web.SendAsync(HttpMethod.Post, Changes, Valid)).Response.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await web.Http.GetAsync(new Uri(Changes, UriKind.Relative), Cancellation)).StatusCode);
        web.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("noi:ส้มตำ")));
        Assert.Equal("noi", (string)(await web.SendAsync(HttpMethod.Post, Changes, Valid)).Body!["updated_by"]!);
    }
}
