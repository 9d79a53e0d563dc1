using System.Net;
using System.Text.Json;

namespace TransitHub.Server.Tests.Endpoints;

public sealed class NetworkEndpointsTests : IAsyncLifetime
{
    private TestWeb web = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => this.web = await TestWeb.StartAsync(new TestCity());

    public ValueTask DisposeAsync() => this.web.DisposeAsync();

    [Fact]
    public async Task The_network_has_lines_by_route_and_routes_by_stop()
    {
        using JsonDocument network = JsonDocument.Parse(await this.web.Http.GetStringAsync(new Uri("/v1/network?feed=city", UriKind.Relative), Cancellation));

        JsonElement root = network.RootElement;
        Assert.Equal("Asia/Bangkok", root.GetProperty("time_zone").GetString());
        JsonElement route = root.GetProperty("routes")[0];
        Assert.Equal("bus", route.GetProperty("mode").GetString());
        double[] line = [.. route.GetProperty("lines")[0].EnumerateArray().Select(v => v.GetDouble())];
        Assert.Equal([100.5, 13.7, 100.5, 13.72], line);
        JsonElement station = root.GetProperty("stops").EnumerateArray().Single(s => s.GetProperty("id").GetString() == "ST");
        Assert.Equal([0, 1, 2], station.GetProperty("routes").EnumerateArray().Select(r => r.GetInt32()));
    }

    [Fact]
    public async Task A_reader_that_has_the_version_gets_no_body()
    {
        using HttpResponseMessage first = await this.web.Http.GetAsync(new Uri("/v1/network", UriKind.Relative), Cancellation);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/v1/network");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using HttpResponseMessage second = await this.web.Http.SendAsync(again, Cancellation);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }
}
