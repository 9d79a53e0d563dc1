using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TransitHub.Core.Snapshots;
using TransitHub.Server.Options;

namespace TransitHub.Server.Tests.Endpoints;

/// <summary>How freely traffic moves from stop to stop, in JSON.</summary>
public sealed class CongestionEndpointsTests : IAsyncLifetime
{
    private readonly TestCity city = new();
    private TestWeb web = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        this.web = await TestWeb.StartAsync(this.city, new HubOptions { Query = new QueryOptions { MaxPageSize = 2 } });
        this.city.Congestion = [Link("A", "B", 2, 0.553), Link("B", "C", 4, 0.1), Link("C", "B", 1, 0.98)];
        this.city.Congestion = this.city.Congestion.Sort((a, b) => a.Link.CompareTo(b.Link));
        this.city.Publish();
    }

    public ValueTask DisposeAsync() => this.web.DisposeAsync();

    [Fact]
    public async Task Lists_links_by_their_two_stops()
    {
        JsonNode link = (await this.AllAsync()).Single(l => (string?)l["to_stop_id"] == "B" && (string?)l["from_stop_id"] == "A");
        Assert.Matches("^[0-9a-f]{16}$", (string?)link["link"]);
        Assert.Equal(
            (2, 0.55, 4, 1, TestCity.Morning.UnixSeconds),
            ((int)link["level"]!, (double)link["speed_ratio"]!, (int)link["samples"]!, (int)link["camera_samples"]!, (long)link["measured_at"]!));
    }

    [Fact]
    public async Task Pages_give_each_link_once()
    {
        IReadOnlyList<JsonNode> all = await this.AllAsync();
        Assert.Equal(["A B", "B C", "C B"], all.Select(l => $"{l["from_stop_id"]} {l["to_stop_id"]}").Order());
    }

    [Theory]
    [InlineData("/v1/congestion?after=0123456789abcdef", HttpStatusCode.BadRequest)]
    [InlineData("/v1/congestion?after=", HttpStatusCode.BadRequest)]
    [InlineData("/v1/congestion?feed=elsewhere", HttpStatusCode.NotFound)]
    public async Task Refuses_what_it_does_not_know(string path, HttpStatusCode status)
    {
        using HttpResponseMessage answer = await this.web.Http.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Who_has_it_already_is_told_so_until_something_changes()
    {
        using HttpResponseMessage first = await this.AskAsync(null);
        this.city.Vehicle("b").Publish();
        using HttpResponseMessage again = await this.AskAsync(first.Headers.ETag!.ToString());
        this.city.Congestion = [];
        this.city.Publish();
        using HttpResponseMessage free = await this.AskAsync(first.Headers.ETag!.ToString());

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotModified, HttpStatusCode.OK), (first.StatusCode, again.StatusCode, free.StatusCode));
    }

    private static CongestedLink Link(string from, string to, byte level, double ratio)
    {
        int link = Enumerable.Range(0, TestCity.Schedule.Links.Count).First(l =>
            TestCity.Schedule.Stops.Id(TestCity.Schedule.Links.FromStop(l)) == from && TestCity.Schedule.Stops.Id(TestCity.Schedule.Links.ToStop(l)) == to);
        return new CongestedLink(link, level, ratio, 4, 1, TestCity.Morning);
    }

    private async Task<IReadOnlyList<JsonNode>> AllAsync()
    {
        List<JsonNode> all = [];
        for (string query = string.Empty; ;)
        {
            JsonNode page = (await this.web.Http.GetFromJsonAsync<JsonNode>(new Uri("/v1/congestion" + query, UriKind.Relative), Cancellation))!;
            Assert.InRange(page["congestion"]!.AsArray().Count, 1, 2);
            all.AddRange(page["congestion"]!.AsArray()!);
            if ((string?)page["next"] is not { } next)
            {
                return all;
            }

            query = "?after=" + next;
        }
    }

    private async Task<HttpResponseMessage> AskAsync(string? known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/v1/congestion", UriKind.Relative));
        if (known is not null)
        {
            request.Headers.Add("If-None-Match", known);
        }

        return await this.web.Http.SendAsync(request, Cancellation);
    }
}
