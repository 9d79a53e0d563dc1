using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace TransitHub.Browser.Tests;

/// <summary>The page never looks more alive than the hub is.</summary>
public sealed partial class StateTests(BrowserFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Says_empty_then_live_then_offline_and_is_live_again_without_a_reload()
    {
        await using var hub = new HubProcess();
        await hub.StartAsync(Cancellation);
        await using LivePage page = await fixture.OpenAsync(hub: hub.Http);
        await page.WaitForStateAsync("empty");
        await Assertions.Expect(page.State).ToContainTextAsync($"mosquitto_pub -h 127.0.0.1 -p {hub.MqttPort} -t transithub/v1/{RiverCity.Feed}/avl/");

        await using (var city = new RiverCity())
        {
            await city.ConnectAsync(hub.MqttPort, Cancellation);
            await city.MoveOnAsync(Cancellation);
            await page.WaitForStateAsync("live");
        }

        await hub.KillAsync();
        await page.WaitForStateAsync("offline");
        await Assertions.Expect(page.State).ToContainTextAsync("No connection to the hub");
        await Assertions.Expect(page.State).ToContainTextAsync(WhatIsSeen());

        await hub.StartAsync(Cancellation);
        await page.WaitForStateAsync("live");
        await Assertions.Expect(page.State).ToContainTextAsync($"Live · {RiverCity.Vehicles}");
        Assert.Single(page.Requests, r => r.AbsolutePath == "/");
    }

    [Fact]
    public async Task Shows_another_feed_of_the_hub_when_it_is_chosen_and_remembers_it_in_the_address()
    {
        await using var hub = new HubProcess();
        await hub.StartAsync(Cancellation, "--feed", "second");
        await using LivePage page = await fixture.OpenAsync(hub: hub.Http, withMap: false);
        await Assertions.Expect(page.Panel).ToContainTextAsync("Express boat");

        await page.Page.Locator("#feed").SelectOptionAsync("second");

        await Assertions.Expect(page.Panel).ToContainTextAsync("No timetable (GTFS) is loaded");
        await Assertions.Expect(page.State).ToContainTextAsync("transithub/v1/second/avl/");
        await page.Page.ReloadAsync();
        await Assertions.Expect(page.Page.Locator("#feed")).ToHaveValueAsync("second");
    }

    [Fact]
    public async Task Does_not_say_that_there_is_no_timetable_before_it_knows()
    {
        await using LivePage page = await fixture.OpenAsync(withMap: false);
        var told = new TaskCompletionSource();
        await page.Page.RouteAsync("**/v1/network*", async route =>
        {
            await told.Task;
            await route.ContinueAsync();
        });
        await page.Page.ReloadAsync();
        await Assertions.Expect(page.Panel).ToContainTextAsync("Connecting");
        await Assertions.Expect(page.Panel).Not.ToContainTextAsync("No timetable");

        told.SetResult();
        await Assertions.Expect(page.Panel).ToContainTextAsync("Express boat");
    }

    [Fact]
    public async Task Says_since_when_when_no_vehicle_reports()
    {
        await using LivePage page = await fixture.OpenAsync(withMap: false);
        await page.WaitForStateAsync("live");

        // The hub's clock goes on, as heartbeats tell it, and no report comes.
        await page.InPageAsync<object?>("async () => { const { clock } = await import(document.querySelector('script[type=module]').src); clock.tell(clock.now() + 90); }");

        await page.WaitForStateAsync("stale");
        await Assertions.Expect(page.State).ToContainTextAsync(Since());
    }

    [Fact]
    public async Task Says_when_there_is_no_such_feed()
    {
        await using LivePage page = await fixture.OpenAsync("?feed=elsewhere", withMap: false);
        await page.WaitForStateAsync("noFeed");
        await Assertions.Expect(page.State).ToContainTextAsync("no such feed");
    }

    [GeneratedRegex(@"What you see is from \d\d:\d\d:\d\d GMT\+7")]
    private static partial Regex WhatIsSeen();

    [GeneratedRegex(@"No vehicle has reported since \d\d:\d\d:\d\d GMT\+7")]
    private static partial Regex Since();
}
