using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace TransitHub.Browser.Tests;

/// <summary>
/// What the page makes of runs in doubt, of runs that do not run, of departures foretold and of vehicles that may be on several runs. The
/// hub's answers are changed on their way, since doubt takes half an hour to come about.
/// </summary>
public sealed class DoubtTests(BrowserFixture fixture)
{
    private const string Stop = "#/stop/boat-3";
    private const string Vehicle = "#/vehicle/bus-0-6";

    [Fact]
    public async Task A_run_that_does_not_run_is_struck_out_and_is_not_the_next_arrival()
    {
        await using LivePage page = await fixture.OpenAsync(Stop, withMap: false, before: p => ChangeAsync(p, "**/v1/stops/*/arrivals*", b => Doubt(b, "canceled")));
        ILocator first = page.Panel.Locator(".board .times .row").First;
        await Assertions.Expect(first.Locator(".source")).ToHaveTextAsync("does not run");
        await Assertions.Expect(first.Locator("s time")).ToHaveCountAsync(1);
        await Assertions.Expect(first.Locator(".soon")).ToBeEmptyAsync();
        await Assertions.Expect(page.Panel.Locator(".board .times .row").Nth(1).Locator(".soon.first")).ToHaveCountAsync(1);
        await page.Page.Locator("#language").ClickAsync();
        await Assertions.Expect(first.Locator(".source")).ToHaveTextAsync("งดเที่ยวนี้");
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData("suspect", "may not run", 0)]
    [InlineData("unconfirmed", "not seen yet", 1)]
    [InlineData("expected", "timetable", 1)]
    public async Task What_is_believed_of_a_run_without_a_vehicle_is_told_and_one_in_doubt_not_promised(string state, string text, int promised)
    {
        await using LivePage page = await fixture.OpenAsync(Stop, withMap: false, before: p => ChangeAsync(p, "**/v1/stops/*/arrivals*", b => Doubt(b, state)));
        ILocator first = page.Panel.Locator(".board .times .row").First;
        await Assertions.Expect(first.Locator(".source")).ToHaveTextAsync(text);
        await Assertions.Expect(first.Locator("s")).ToHaveCountAsync(0);
        await Assertions.Expect(first.Locator(".soon.first")).ToHaveCountAsync(promised);
    }

    [Fact]
    public async Task Departures_foretold_of_a_line_by_headway_are_shown_with_their_range()
    {
        await using LivePage page = await fixture.OpenAsync(Stop, withMap: false, before: p => ChangeAsync(p, "**/v1/stops/*/arrivals*", Foretell));
        ILocator first = page.Panel.Locator(".board .times .row").First;
        await Assertions.Expect(first.Locator(".source")).ToHaveTextAsync("forecast");
        await Assertions.Expect(first.Locator(".soon.first")).ToHaveTextAsync("in 10 min");
        await Assertions.Expect(first.Locator(".range")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task The_runs_that_a_vehicle_may_be_on_are_listed_with_their_probabilities()
    {
        await using LivePage page = await fixture.OpenAsync(Vehicle, withMap: false, before: p => ChangeAsync(p, "**/v1/vehicles/bus-0-6*", Candidates));
        await Assertions.Expect(page.Panel).ToContainTextAsync("Trips it may be on");
        await Assertions.Expect(page.Panel).ToContainTextAsync("61 %");
        await Assertions.Expect(page.Panel).ToContainTextAsync("3 min late");
        await page.Page.Locator("#language").ClickAsync();
        await Assertions.Expect(page.Panel).ToContainTextAsync("เที่ยวที่อาจกำลังวิ่ง");
        Assert.Empty(page.Complaints);
    }

    private static async Task ChangeAsync(IPage page, string path, Action<JsonObject> change) => await page.RouteAsync(path, async route =>
    {
        IAPIResponse answer = await route.FetchAsync();
        JsonObject body = JsonNode.Parse(await answer.TextAsync())!.AsObject();
        change(body);
        await route.FulfillAsync(new RouteFulfillOptions { Response = answer, Body = body.ToJsonString() });
    });

    /// <summary>The first arrival becomes one of the timetable, in a state.</summary>
    private static void Doubt(JsonObject board, string state)
    {
        JsonObject arrival = board["arrivals"]![0]!.AsObject();
        arrival["state"] = state;
        arrival["real_time"] = false;
        arrival.Remove("vehicle_id");
        JsonObject stop = arrival["stop"]!.AsObject();
        stop.Remove("arrival_quantiles");
        stop["scheduled_arrival"] = arrival["arrives_at"]!.DeepClone();
    }

    private static void Foretell(JsonObject board)
    {
        board["arrivals"] = new JsonArray();
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        foreach (JsonNode? headway in board["headways"]!.AsArray())
        {
            headway!["next"] = new JsonArray(new JsonObject { ["p10"] = now + 420, ["p50"] = now + 610, ["p90"] = now + 900 });
        }
    }

    private static void Candidates(JsonObject vehicle)
    {
        JsonNode trip = vehicle["trip"]!;
        vehicle["match"]!["candidates"] = new JsonArray(
            new JsonObject { ["trip"] = trip.DeepClone(), ["probability"] = 0.61, ["along_meters"] = 4000, ["delay_seconds"] = 190, ["drive_score"] = -1.2, ["times_score"] = -0.4 },
            new JsonObject { ["trip"] = trip.DeepClone(), ["probability"] = 0.3, ["along_meters"] = 4000, ["delay_seconds"] = -120, ["drive_score"] = -1.2, ["times_score"] = -1.4 });
    }
}
