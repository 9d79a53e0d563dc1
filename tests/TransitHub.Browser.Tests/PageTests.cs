using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace TransitHub.Browser.Tests;

/// <summary>What a person sees and does on a desktop.</summary>
public sealed partial class PageTests(BrowserFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Loads_without_a_complaint_and_asks_nothing_of_other_hosts()
    {
        await using LivePage page = await fixture.OpenAsync();
        await page.WaitForStateAsync("live");
        await page.PlaceOfAsync("boat-0-3");

        Assert.Empty(page.Complaints);
        Assert.All(page.Requests, request => Assert.True(request.Authority == fixture.Http.Authority || request.Scheme is "data" or "blob", request.ToString()));
        Assert.Contains(page.Requests, request => request.AbsolutePath.EndsWith("/maplibre/maplibre-gl-worker.mjs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sixty_vehicles_appear_and_glide_to_where_they_report()
    {
        await using LivePage page = await fixture.OpenAsync();
        await Assertions.Expect(page.State).ToContainTextAsync(SixtyOrMore());
        (float _, float before) = await page.PlaceOfAsync("train-0-4");

        await fixture.City.MoveOnAsync(Cancellation);

        // It lies between the two places for a while: it glides and does not jump.
        float after = await page.UntilAsync(async () => (await page.PlaceOfAsync("train-0-4")).Y is var y && y > before + 0.2f ? y : (float?)null) ?? 0;
        Assert.InRange(after - before, 0.2f, 12f);
    }

    [Fact]
    public async Task A_click_on_a_vehicle_opens_its_next_stops_with_their_times()
    {
        await using LivePage page = await fixture.OpenAsync();
        await page.WaitForStateAsync("live");
        (float x, float y) = await page.PlaceOfAsync("bus-0-6");

        await page.Page.Mouse.ClickAsync(x, y);

        await Assertions.Expect(page.Page).ToHaveURLAsync(BusAddress());
        await Assertions.Expect(page.Panel.Locator(".heading h2")).ToContainTextAsync("to Sathon");
        ILocator stop = page.Panel.Locator(".stops .row").Last;
        await Assertions.Expect(stop).ToContainTextAsync("Sathon");
        await Assertions.Expect(stop.Locator(".when")).ToHaveTextAsync(TimeWithRange());
        await Assertions.Expect(page.Panel).ToContainTextAsync("% certain");
    }

    [Fact]
    public async Task A_stop_shows_its_next_arrivals_by_line_with_their_range()
    {
        await using LivePage page = await fixture.OpenAsync("#/stop/boat-3", withMap: false);

        // Not the first: while its boat is at the pier, it has no range, and how long that takes is up to the tests before.
        ILocator coming = page.Panel.Locator(".board .times .row").Filter(new LocatorFilterOptions { Has = page.Page.Locator(".when", new PageLocatorOptions { HasTextRegex = TimeWithRange() }) }).First;
        await Assertions.Expect(coming.Locator(".source")).ToHaveTextAsync("live");
        await Assertions.Expect(page.Panel).ToContainTextAsync("GMT+7");
        await Assertions.Expect(page.Panel.Locator(".headway").First).ToContainTextAsync("every 4 min");
        Assert.Equal(["to Sathon", "to Tha Chang"], (await page.Panel.Locator(".line-to .main").AllTextContentsAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_vehicle_on_no_trip_says_why_in_the_language_of_the_page()
    {
        await fixture.City.StrayAsync(Cancellation);
        await using LivePage page = await fixture.OpenAsync("#/vehicle/stray", withMap: false);
        await Assertions.Expect(page.Panel.Locator(".warn")).ToHaveTextAsync("no trip of the timetable fits its place and time.");
        await page.Page.Locator("#language").ClickAsync();
        await Assertions.Expect(page.Panel.Locator(".warn")).ToHaveTextAsync("ไม่มีเที่ยวใดในตารางตรงกับตำแหน่งและเวลา");
    }

    [Fact]
    public async Task The_language_changes_texts_and_names_and_is_remembered()
    {
        await using LivePage page = await fixture.OpenAsync("#/line/boat", withMap: false);
        await Assertions.Expect(page.Panel.Locator(".heading h2")).ToContainTextAsync("Express boat");

        await page.Page.Locator("#language").ClickAsync();

        await Assertions.Expect(page.Page.Locator("html")).ToHaveAttributeAsync("lang", "th");
        await Assertions.Expect(page.Panel.Locator(".heading h2")).ToContainTextAsync("เรือด่วน");
        await Assertions.Expect(page.Panel).ToContainTextAsync("ท่าเตียน");
        await page.Page.ReloadAsync();
        await Assertions.Expect(page.Panel.Locator(".heading h2")).ToContainTextAsync("เรือด่วน");
    }

    [Fact]
    public async Task The_theme_follows_the_device_until_one_is_chosen()
    {
        // A browser tells a page of its device's theme when it draws; without the map a busy machine draws in time.
        await using LivePage page = await fixture.OpenAsync(choose: o => o.ColorScheme = ColorScheme.Dark, withMap: false);
        ILocator html = page.Page.Locator("html");
        await Assertions.Expect(html).ToHaveAttributeAsync("data-theme", "dark");
        await page.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        await Assertions.Expect(html).ToHaveAttributeAsync("data-theme", "light");
        await page.Page.Locator("#theme").ClickAsync();
        await Assertions.Expect(html).ToHaveAttributeAsync("data-theme", "dark");
        await page.Page.ReloadAsync();
        await Assertions.Expect(html).ToHaveAttributeAsync("data-theme", "dark");
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task The_map_takes_another_theme_without_complaint()
    {
        await using LivePage page = await fixture.OpenAsync();
        await page.WaitForStateAsync("live");

        await page.Page.Locator("#theme").ClickAsync();

        await Assertions.Expect(page.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Without_webgl_the_lists_work_and_the_page_says_so()
    {
        await using LivePage page = await fixture.OpenAsync(withMap: false);
        await page.WaitForStateAsync("live");
        await Assertions.Expect(page.Page.Locator("#map")).ToContainTextAsync("no WebGL 2");
        await page.Panel.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Express boat" }).ClickAsync();
        await Assertions.Expect(page.Panel).ToContainTextAsync("20 vehicles");
    }

    [GeneratedRegex("Live · 6[01] vehicles")]
    private static partial Regex SixtyOrMore();

    [GeneratedRegex("#/vehicle/bus-0-6$")]
    private static partial Regex BusAddress();

    [GeneratedRegex(@"^\d\d:\d\d \(\d\d:\d\d–\d\d:\d\d\)$")]
    private static partial Regex TimeWithRange();
}
