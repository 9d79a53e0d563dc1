using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace TransitHub.Browser.Tests;

/// <summary>How full it is at a pier, what a rider is told of it, and what its operator sees of the camera there.</summary>
public sealed class CrowdingTests(BrowserFixture fixture, PierFixture pier) : IClassFixture<PierFixture>
{
    private const string Stop = "#/stop/boat-3";

    /// <summary>The bars of the chart and what the hub serves at that moment, as lists of "waiting low high few"; null while they differ: either may be newer.</summary>
    private const string ChartBesideServed = """
        async () => {
          const line = (...values) => values.map((value) => value ?? '-').join(' ');
          const bars = [...document.querySelectorAll('.chart .bar')].map(({ dataset: d }) => line(d.waiting, d.low, d.high, d.fewerThan));
          const { crowding: [one] } = await (await fetch('/v1/crowding?stop=boat-3')).json();
          if (one === undefined || bars.length === 0) return null;
          const served = [one, ...one.ahead].map((m) => line(m.waiting, m.waiting_low, m.waiting_high, m.fewer_than));
          return served.slice(-bars.length + 1).join() === bars.slice(1).join() && served[0] === bars[0] ? bars : null;
        }
        """;

    [Fact]
    public async Task The_chart_has_the_numbers_that_are_served_and_the_panel_says_them_in_words()
    {
        await pier.CountAsync();
        await using LivePage page = await fixture.OpenAsync(Stop, hub: pier.Http, withMap: false);
        string[] bars = await page.UntilAsync(() => page.InPageAsync<string[]?>(ChartBesideServed));

        Assert.True(bars.Length > 3, $"{bars.Length} bars");
        Assert.Equal(0, int.Parse(bars[0].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) % 5);
        ILocator card = page.Panel.Locator(".card");
        await Assertions.Expect(card).ToContainTextAsync($"about {bars[0].Split(' ')[0]} waiting");
        await Assertions.Expect(card).ToContainTextAsync("room for 80");
        await Assertions.Expect(card.Locator("table tr")).ToHaveCountAsync(bars.Length);
        await page.Page.Locator("#language").ClickAsync();
        await Assertions.Expect(card).ToContainTextAsync("รองรับได้ 80 คน");
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task The_map_and_the_list_of_stops_show_it()
    {
        await pier.CountAsync();
        await using LivePage page = await fixture.OpenAsync("#/stops", hub: pier.Http);
        await Assertions.Expect(page.Panel.Locator(".crowds a").First).ToHaveAttributeAsync("href", Stop);
        await Assertions.Expect(page.Panel.Locator(".crowds .figures")).ToHaveCountAsync(1);
        string[] drawn = await page.UntilAsync(() => page.InPageAsync<string[]?>(
            """
            async () => {
              const { view, crowding } = await import(document.querySelector('script[type=module]').src);
              if (!view.map.getLayer('crowding')) return null;
              const found = view.map.queryRenderedFeatures({ layers: ['crowding'] }).map((f) => [f.properties.id, f.properties.level])[0];
              return found !== undefined && found[1] === crowding.get('boat-3').level ? found : null;
            }
            """));
        Assert.Equal("boat-3", drawn[0]);
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData("likely", "You will likely fit on the next boat", "likely to fit", "น่าจะขึ้นเรือเที่ยวถัดไปได้")]
    [InlineData("maybe", "You may fit on the next boat", "may fit", "อาจขึ้นเรือเที่ยวถัดไปได้")]
    [InlineData("unlikely", "You will probably not fit on the next boat", "unlikely to fit", "น่าจะขึ้นเรือเที่ยวถัดไปไม่ได้")]
    public async Task The_first_thing_said_is_whether_one_fits_on_the_next_boat(string fit, string answer, string chip, string thai)
    {
        await using LivePage page = await fixture.OpenAsync(Stop, withMap: false, before: p => FitAsync(p, fit));
        await Assertions.Expect(page.Panel.Locator(".answer strong")).ToHaveTextAsync(answer);
        await Assertions.Expect(page.Panel.Locator(".board .times li").First.Locator(".chip.fit")).ToContainTextAsync(chip);
        await Assertions.Expect(page.Panel.Locator(".answer .better")).ToHaveCountAsync(fit == "likely" ? 0 : 1);
        await Assertions.Expect(page.Panel.Locator(".bar.few")).ToHaveCountAsync(1);
        await page.Page.Locator("#language").ClickAsync();
        await Assertions.Expect(page.Panel.Locator(".answer strong")).ToHaveTextAsync(thai);
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task The_operator_sees_devices_and_others_are_told_that_they_may_not()
    {
        await using LivePage page = await fixture.OpenAsync("#/devices", hub: pier.Http, withMap: false);
        await Assertions.Expect(page.Panel).ToContainTextAsync("2 counting devices");
        await Assertions.Expect(page.Panel.Locator("li").First).ToContainTextAsync("never heard of");
        await page.Panel.GetByText("Pier camera").ClickAsync();
        await Assertions.Expect(page.Panel).ToContainTextAsync($"{PierFixture.People} present");
        await Assertions.Expect(page.Panel).ToContainTextAsync("right to the second");
        Assert.Empty(page.Complaints);

        await page.Page.RouteAsync("**/v1/devices*", route => route.FulfillAsync(new RouteFulfillOptions { Status = 403 }));
        await page.Page.GotoAsync("/#/devices");
        await Assertions.Expect(page.Panel).ToContainTextAsync("Only operators");
        await Assertions.Expect(page.Panel.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Who_could_sign_in_as_an_operator_is_asked_once_and_then_when_they_want()
    {
        await using LivePage page = await fixture.OpenAsync("#/stops", hub: pier.Http, withMap: false);
        int asked = 0;
        bool isIn = false;
        await page.Page.RouteAsync("**/v1/devices?*", route =>
        {
            asked++;
            return isIn ? route.ContinueAsync() : route.FulfillAsync(new RouteFulfillOptions { Status = 401 });
        });
        await page.Page.GotoAsync("/#/devices");
        ILocator button = page.Panel.GetByRole(AriaRole.Button, new() { Name = "Sign in" });
        await Assertions.Expect(button).ToBeVisibleAsync();
        await page.Page.Locator("#language").ClickAsync();
        await Assertions.Expect(page.Panel).ToContainTextAsync("ต้องใช้ชื่อและรหัสผ่าน");
        await page.Page.Locator("#language").ClickAsync();
        Assert.Equal(1, asked);
        isIn = true;
        await button.ClickAsync();
        await Assertions.Expect(page.Panel).ToContainTextAsync("2 counting devices");
    }

    [Theory]
    [InlineData("#/stop/boat-3", ".answer", "likely", ColorScheme.Light)]
    [InlineData("#/stop/boat-3", ".answer", "maybe", ColorScheme.Dark)]
    [InlineData("#/stop/boat-3", ".answer", "unlikely", ColorScheme.Light)]
    [InlineData("#/stops", ".crowds .chip", null, ColorScheme.Dark)]
    [InlineData("#/camera/pier-camera", "td.number", null, ColorScheme.Light)]
    [InlineData("#/devices", "a.row", null, ColorScheme.Dark)]
    [InlineData("#/device/pier-camera", "td.number", null, ColorScheme.Light)]
    public async Task Axe_finds_nothing(string path, string part, string? fit, ColorScheme colors)
    {
        await pier.CountAsync();
        await using LivePage page = await fixture.OpenAsync(
            path, o => (o.BypassCSP, o.ColorScheme) = (true, colors), hub: pier.Http, withMap: false, before: p => fit is null ? Task.CompletedTask : FitAsync(p, fit));
        await Assertions.Expect(page.Panel.Locator(part).First).ToBeVisibleAsync();

        Assert.Empty(await page.AxeAsync());
    }

    /// <summary>The answer of a hub that knows of a crowd at the stop and of room on the boats to come.</summary>
    private static async Task FitAsync(IPage page, string fit) => await page.RouteAsync("**/v1/stops/*/arrivals*", async route =>
    {
        IAPIResponse answer = await route.FetchAsync();
        JsonObject board = JsonNode.Parse(await answer.TextAsync())!.AsObject();
        double now = board["created_at"]!.GetValue<double>();
        JsonObject arrival = board["arrivals"]![0]!.AsObject();
        arrival["fit"] = fit;
        JsonArray rides = [Ride(fit, now + 300), Ride("likely", now + 900)];
        board["stop"]!["crowding"] = new JsonArray(new JsonObject
        {
            ["stop_id"] = "boat-3", ["measured_at"] = (long)now, ["waiting"] = 40, ["waiting_low"] = 30, ["waiting_high"] = 50, ["level"] = "busy", ["trend"] = "falling",
            ["ahead"] = new JsonArray(
                new JsonObject { ["at"] = (long)now + 600, ["waiting"] = 20, ["waiting_low"] = 10, ["waiting_high"] = 30, ["level"] = "light" },
                new JsonObject { ["at"] = (long)now + 1200, ["fewer_than"] = 5, ["level"] = "empty" }),
            ["rides"] = rides,
        });
        await route.FulfillAsync(new RouteFulfillOptions { Response = answer, Body = board.ToJsonString() });

        JsonObject Ride(string word, double departure) => new()
        {
            ["route_id"] = arrival["trip"]!["route_id"]!.DeepClone(), ["headsign"] = arrival["headsign"]!.DeepClone(), ["departure"] = (long)departure, ["fit"] = word, ["fit_probability"] = 0.5,
        };
    });
}
