using Microsoft.Playwright;

namespace TransitHub.Browser.Tests;

/// <summary>What an operator does in the console, each a whole task, and what riders' feeds then say.</summary>
public sealed class DeskTests(BrowserFixture browser, DeskHub desk) : IClassFixture<DeskHub>
{
    private const string Positions = "/v1/vehicles/boat-0-3";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Writes_an_alert_sees_what_riders_will_see_and_publishes_it()
    {
        await using LivePage page = await this.OpenAsync("alerts");
        await page.Page.Locator("[data-key=write]").ClickAsync();
        await page.Page.Keyboard.TypeAsync("เรือ");
        await ChooseFirstAsync(page, "Express boat");
        await Assertions.Expect(page.Page.Locator(".entities .entity")).ToHaveCountAsync(1);
        await page.Page.Locator("select[name=effect]").SelectOptionAsync("NO_SERVICE");
        await FillAsync(page, "en", "No boats today", "High water at Tha Chang.");
        ILocator preview = page.Page.Locator(".preview");
        await Assertions.Expect(preview.Locator("[data-part=map]")).ToContainTextAsync("No boats today");
        await Assertions.Expect(preview.Locator("[data-language=en]")).ToContainTextAsync("High water at Tha Chang.");

        // What the hub complains of stands at its field, and nothing of the rest is lost.
        await page.Page.Locator("input[name=url]").FillAsync("example.org");
        await page.Page.Locator("[data-key=publish]").ClickAsync();
        await Assertions.Expect(page.Page.Locator(".field:has(input[name=url]) .field-error")).ToContainTextAsync("must begin with http://");
        await page.Page.Locator("input[name=url]").FillAsync("https://example.org/water");
        await FillAsync(page, "th", "งดเดินเรือวันนี้", "น้ำสูงที่ท่าช้าง");
        await page.Page.Locator("[data-key=publish]").ClickAsync();

        await Assertions.Expect(page.Page.Locator(".alert-cards")).ToContainTextAsync("No boats today");
        await desk.UntilAsync($"/gtfs-rt/{RiverCity.Feed}/alerts.json", feed => Text(feed).Contains("No boats today", StringComparison.Ordinal) && Text(feed).Contains("NO_SERVICE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cancels_a_run_that_is_found_by_line_and_hour_and_the_feed_follows()
    {
        await using LivePage page = await this.OpenAsync("changes");
        await ChooseRunAsync(page, "cancel", "sky", "Sky train");
        await Assertions.Expect(page.Page.Locator(".sentence")).ToContainTextAsync("does not take place");
        await page.Page.Locator("dialog [type=submit]").ClickAsync();

        await Assertions.Expect(page.Page.Locator(".change-list .change-text", new PageLocatorOptions { HasText = "does not take place" })).ToBeVisibleAsync();
        await desk.UntilAsync($"/gtfs-rt/{RiverCity.Feed}/trip-updates.json", feed => Text(feed).Contains("CANCELED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Changes_a_runs_stops_adds_one_of_its_own_repeats_another_and_the_feed_follows()
    {
        await using LivePage page = await this.OpenAsync("changes");
        await ChooseRunAsync(page, "replace", "bus", "City bus");
        ILocator stops = page.Page.Locator(".stop-time");
        await Assertions.Expect(stops).ToHaveCountAsync(RiverCity.StopNames.Length);
        await stops.Nth(1).Locator("[data-key^='remove ']").ClickAsync();
        await Assertions.Expect(page.Page.Locator(".run-stops .left-out")).ToContainTextAsync("not served");

        // A time before that of the stop before it: the hub says so at the stop.
        ILocator arrival = stops.Nth(2).Locator("input").First;
        string right = await arrival.InputValueAsync();
        await page.Page.Locator("input[name=follow]").UncheckAsync();
        await arrival.FillAsync(await stops.Nth(0).Locator("input:visible").InputValueAsync());
        await page.Page.Locator("dialog [type=submit]").ClickAsync();
        await Assertions.Expect(stops.Nth(2).Locator(".field-error")).ToContainTextAsync("is not after the departure");
        await Assertions.Expect(arrival).ToBeFocusedAsync();
        await arrival.FillAsync(right);
        await page.Page.Locator("dialog [type=submit]").ClickAsync();
        await Assertions.Expect(page.Page.Locator(".change-list .change-text", new PageLocatorOptions { HasText = "has other stops or times" })).ToBeVisibleAsync();

        await ChooseRunAsync(page, "duplicate", "bus", "City bus");
        await Assertions.Expect(page.Page.Locator(".run-stops li")).ToHaveCountAsync(RiverCity.StopNames.Length);
        string copy = await page.Page.Locator("input[name=new_id]").InputValueAsync();
        await page.Page.Locator("dialog [type=submit]").ClickAsync();
        ILocator more = page.Page.Locator(".change-list .change-text", new PageLocatorOptions { HasText = "takes place in addition" });
        await Assertions.Expect(more).ToHaveCountAsync(1);

        await OrderAsync(page, "add", "boat", "Express boat");
        await AddStopAsync(page, "tha chang");
        await AddStopAsync(page, "sathon");
        await page.Page.Locator("input[name=new_id]").FillAsync("night-boat");
        await page.Page.Locator("dialog [type=submit]").ClickAsync();
        await Assertions.Expect(more).ToHaveCountAsync(2);
        await desk.UntilAsync(
            $"/gtfs-rt/{RiverCity.Feed}/trip-updates.json",
            feed => Text(feed) is { } told && told.Contains("REPLACEMENT", StringComparison.Ordinal) && told.Contains(copy, StringComparison.Ordinal) && told.Contains("night-boat", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ignores_a_device_and_takes_it_back()
    {
        await desk.UntilAsync(Positions, vehicle => vehicle is not null);
        await using LivePage page = await this.OpenAsync("changes");
        await page.Page.Locator("[data-key='order ignore']").ClickAsync();
        await page.Page.Keyboard.TypeAsync("boat-0-3");
        await ChooseFirstAsync(page, "boat-0-3");
        await Assertions.Expect(page.Page.Locator(".sentence")).ToContainTextAsync("What boat-0-3 reports counts for nothing.");
        await page.Page.Locator("dialog [type=submit]").ClickAsync();
        ILocator change = page.Page.Locator(".change", new PageLocatorOptions { HasText = "boat-0-3" });
        await Assertions.Expect(change.Locator(".left")).ToContainTextAsync("3 h 59 min");
        await desk.UntilAsync(Positions, vehicle => vehicle is null);

        await change.GetByRole(AriaRole.Button).ClickAsync();
        await page.Page.Locator("dialog .action.primary").ClickAsync();
        await Assertions.Expect(change).ToContainTextAsync("undone");
        await desk.City.MoveOnAsync(Cancellation);
        await desk.UntilAsync(Positions, vehicle => vehicle is not null);
    }

    [Fact]
    public async Task Uploads_the_next_timetable_sees_what_it_changes_puts_it_in_service_and_goes_back()
    {
        await using LivePage page = await this.OpenAsync("statics");
        await page.Page.Locator("[data-key=upload]").ClickAsync();
        await page.Page.Locator("input[type=file]").SetInputFilesAsync(desk.WriteNextZip());
        await page.Page.Locator("dialog [type=submit]").ClickAsync();
        await Assertions.Expect(page.Page.Locator("dialog .marked")).ToContainTextAsync("Version autumn is kept, and not in service.");
        await page.Page.Locator("dialog [data-key=compare]").ClickAsync();

        await Assertions.Expect(page.Page.Locator(".change-bars li", new PageLocatorOptions { HasText = "Lines" })).ToContainTextAsync("3 kept, 1 added, 0 removed");
        await Assertions.Expect(page.Page.Locator(".compared")).ToContainTextAsync("N9");
        ILocator current = page.Page.Locator(".version.current");
        await Assertions.Expect(current).Not.ToContainTextAsync("autumn");
        await PublishOtherAsync(page, "the autumn timetable");
        await Assertions.Expect(current).ToContainTextAsync("autumn");
        await desk.UntilAsync("/v1/feeds", feeds => (string?)feeds![0]!["static_version"] == "autumn");

        await PublishOtherAsync(page, "the night bus comes next week");
        await Assertions.Expect(current).Not.ToContainTextAsync("autumn");
        await Assertions.Expect(page.Page.Locator(".events li").First).ToContainTextAsync("local: the night bus comes next week");
        await desk.UntilAsync("/v1/feeds", feeds => (string?)feeds![0]!["static_version"] is { } version && version != "autumn");
    }

    [Fact]
    public async Task Lets_a_device_and_a_reader_in_and_out_again_and_the_audit_says_who_did_it()
    {
        await using LivePage page = await this.OpenAsync("access");
        await page.Page.Locator("[data-key=add]").ClickAsync();
        await page.Page.Locator("dialog input[name=id]").FillAsync("bus-new");
        await page.Page.Locator("dialog [type=submit]").ClickAsync();
        ILocator secrets = page.Page.Locator("dl.secret code");
        await Assertions.Expect(secrets.First).ToHaveTextAsync("bus-new");
        Assert.Equal(43, (await secrets.Last.TextContentAsync())!.Length);
        await page.Page.Keyboard.PressAsync("Escape");
        await RevokeAsync(page, "bus-new");

        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Keys of readers" }).ClickAsync();
        await page.Page.Locator("[data-key=add]").ClickAsync();
        await page.Page.Locator("dialog input[name=name]").FillAsync("An app");
        await page.Page.Locator("dialog [type=submit]").ClickAsync();
        string key = (await secrets.First.TextContentAsync())!;
        Assert.StartsWith("thub_", key, StringComparison.Ordinal);
        await page.Page.Keyboard.PressAsync("Escape");
        await RevokeAsync(page, "An app");

        await page.Page.Locator("[data-key='page audit']").ClickAsync();
        ILocator entry = page.Page.Locator(".entry", new PageLocatorOptions { HasText = "An app" }).First;
        await Assertions.Expect(entry).ToContainTextAsync("revoked");
        await Assertions.Expect(entry).ToContainTextAsync("local");
        await entry.Locator("summary").ClickAsync();
        await Assertions.Expect(entry.Locator(".difference")).ToContainTextAsync("revoked_at");
        ILocator device = page.Page.Locator(".entry", new PageLocatorOptions { HasText = "bus-new" });
        await Assertions.Expect(device).ToHaveCountAsync(2);
        await Assertions.Expect(device.First).ToContainTextAsync("revoked");
        Assert.DoesNotContain(key.Split('_')[2], await page.Page.ContentAsync(), StringComparison.Ordinal);
    }

    private Task<LivePage> OpenAsync(string name) =>
        browser.OpenAsync("console#/" + name, o => o.ViewportSize = new ViewportSize { Width = 1280, Height = 900 }, desk.Http, withMap: false);

    private static async Task ChooseFirstAsync(LivePage page, string name)
    {
        await Assertions.Expect(page.Page.Locator(".finder-list li").First).ToContainTextAsync(name);
        await page.Page.Keyboard.PressAsync("Enter");
    }

    private static async Task OrderAsync(LivePage page, string order, string typed, string line)
    {
        await page.Page.Locator($"[data-key='order {order}']").ClickAsync();
        await page.Page.Keyboard.TypeAsync(typed);
        await ChooseFirstAsync(page, line);
    }

    /// <summary>The last of the runs that are shown has not begun.</summary>
    private static async Task ChooseRunAsync(LivePage page, string order, string typed, string line)
    {
        await OrderAsync(page, order, typed, line);
        await page.Page.Locator(".run input").Last.CheckAsync();
    }

    private static async Task AddStopAsync(LivePage page, string typed)
    {
        await page.Page.Locator(".stop-times-field .finder input").FillAsync(typed);
        await Assertions.Expect(page.Page.Locator(".finder-list li").First).ToBeVisibleAsync();
        await page.Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>The one version of two that is not in service.</summary>
    private static async Task PublishOtherAsync(LivePage page, string reason)
    {
        await page.Page.Locator("[data-key^='publish ']").ClickAsync();
        await page.Page.Locator("dialog textarea").FillAsync(reason);
        await page.Page.Locator("dialog [type=submit]").ClickAsync();
    }

    private static async Task FillAsync(LivePage page, string language, string header, string description)
    {
        await page.Page.Locator($"input[name='header_text.{language}']").FillAsync(header);
        await page.Page.Locator($"textarea[name='description_text.{language}']").FillAsync(description);
    }

    private static async Task RevokeAsync(LivePage page, string name)
    {
        ILocator row = page.Page.Locator("tbody tr", new PageLocatorOptions { HasText = name });
        await row.Locator("[data-key^='revoke ']").ClickAsync();
        await page.Page.Locator("dialog .action.danger").ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("Revoked");
    }

    private static string Text(System.Text.Json.Nodes.JsonNode? node) => node?.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) ?? string.Empty;
}
