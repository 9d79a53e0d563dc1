using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Reading;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Server.Tests.Processes;

public sealed class DemoProcessTests
{
    private const string Feed = "bangkok-simulation";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sample_city_moves_within_a_minute_and_says_that_it_is_simulated()
    {
        await using ServeProcess demo = await ServeProcess.StartDemoAsync("--speed", "30");
        using var http = new HttpClient { BaseAddress = demo.Http };
        (int vehicles, int routes) = (0, 0);
        while (vehicles < 60 || routes < 14)
        {
            await Task.Delay(200, Cancellation);
            FeedMessage positions = FeedMessage.Parser.ParseFrom(await http.GetByteArrayAsync($"/gtfs-rt/{Feed}/vehicle-positions.pb", Cancellation));
            vehicles = positions.Entity.Count;
            routes = positions.Entity.Select(e => e.Vehicle.Trip?.RouteId).Where(r => !string.IsNullOrEmpty(r)).Distinct(StringComparer.Ordinal).Count();
        }

        JsonNode city = Assert.Single((await http.GetFromJsonAsync<JsonArray>("/v1/feeds", Cancellation))!)!;
        Assert.Equal(Feed, (string?)city["id"]);
        Assert.True((bool?)city["simulated"]);
        Assert.Contains("simulated", (string?)city["name"], StringComparison.OrdinalIgnoreCase);
        Assert.True((int?)city["matched_vehicles"] > 0);
        await ItsStaticFeedLoadsWithoutFindings(http);
        Assert.Equal(0, await demo.TerminateAsync());
    }

    [Fact]
    public async Task Ends_in_order_when_told_to_while_the_city_is_being_built()
    {
        Assert.Equal((0, string.Empty), await ServeProcess.StopDemoAtItsFirstWordAsync());
    }

    private static async Task ItsStaticFeedLoadsWithoutFindings(HttpClient http)
    {
        using var zip = new MemoryStream(await http.GetByteArrayAsync($"/gtfs/{Feed}.zip", Cancellation));
        ScheduleReadResult read = ScheduleReader.Read(zip, cancellationToken: Cancellation);
        Assert.DoesNotContain(read.Notices, n => n.Severity is NoticeSeverity.Error or NoticeSeverity.Warning);
        Assert.Contains("จำลอง", read.Schedule.FeedInfo!.PublisherName, StringComparison.OrdinalIgnoreCase);
    }
}
