using Microsoft.Playwright;

namespace TransitHub.Browser.Tests;

/// <summary>What an operator comes to the console for.</summary>
public sealed class ConsoleTests(BrowserFixture fixture, PierFixture pier) : IClassFixture<PierFixture>
{
    private const string Password = "a long password";

    /// <summary>What <c>transithub hash-password</c> makes of it, with few iterations.</summary>
    private const string HashOfPassword = "pbkdf2-sha256$10000$AAECAwQFBgcICQoLDA0ODw==$+cRTmzzNQfPFkd0mJbM8nZLNc65FaHIHaioCXPYTTXQ=";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Finds_why_a_vehicle_is_on_no_trip_puts_it_on_one_and_takes_that_back()
    {
        await fixture.City.StrayAsync(Cancellation);
        await using LivePage page = await fixture.OpenAsync("console#/vehicles");
        ILocator main = page.Page.Locator("#page");

        await main.Locator("[data-key='bar no_candidate']").ClickAsync();
        await Assertions.Expect(main).ToContainTextAsync("If you know its work, assign it by hand.");
        await main.Locator("[data-key='why stray']").ClickAsync();

        ILocator dialog = page.Page.Locator("dialog");
        await Assertions.Expect(dialog).ToContainTextAsync("No trip of the timetable fits its place and time.");
        await Assertions.Expect(dialog.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "On the map" })).ToHaveAttributeAsync("href", $"/?feed={RiverCity.Feed}#/vehicle/stray");
        await page.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(main.Locator("[data-key='why stray']")).ToBeFocusedAsync();

        // What helps is one step away, and knows the vehicle.
        await page.Page.Keyboard.PressAsync("Enter");
        await dialog.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Assign it by hand" }).ClickAsync();
        await Assertions.Expect(dialog.Locator("input[role=combobox]").First).ToHaveValueAsync("stray");
        await dialog.Locator("input[role=combobox]").Last.FillAsync("sky");
        await Assertions.Expect(dialog.Locator(".finder-list li").First).ToContainTextAsync("Sky train");
        await page.Page.Keyboard.PressAsync("Enter");
        await dialog.Locator(".run input").First.CheckAsync();
        await dialog.Locator("[type=submit]").ClickAsync();
        ILocator change = main.Locator(".change", new LocatorLocatorOptions { HasText = "The vehicle stray drives" });
        await Assertions.Expect(change).ToBeVisibleAsync();

        // Other tests look at this hub, too.
        await change.GetByRole(AriaRole.Button).ClickAsync();
        await dialog.Locator(".action.primary").ClickAsync();
        await Assertions.Expect(change).ToContainTextAsync("undone");
    }

    [Fact]
    public async Task Finds_the_camera_that_is_silent_first_and_what_helps()
    {
        await pier.CountAsync();
        await using LivePage page = await fixture.OpenAsync("console#/cameras", hub: pier.Http);
        ILocator first = page.Page.Locator("#page tbody tr").First;
        await Assertions.Expect(first).ToContainTextAsync("Silent camera");
        await Assertions.Expect(first).ToContainTextAsync("never heard of");

        await first.GetByRole(AriaRole.Link).ClickAsync();

        await Assertions.Expect(page.Page.Locator(".detail")).ToContainTextAsync("Look at its power and its network");
        await page.Page.Locator("[data-key='camera pier-camera']").ClickAsync();
        await Assertions.Expect(page.Page.Locator(".detail")).ToContainTextAsync($"{PierFixture.People} present");
    }

    [Fact]
    public async Task Finds_what_a_device_sent_that_was_refused_and_what_helps()
    {
        await fixture.City.NonsenseAsync(Cancellation);
        await using LivePage page = await fixture.OpenAsync("console#/rejections");
        ILocator main = page.Page.Locator("#page");

        await main.Locator("[data-key='bar malformed_payload']").ClickAsync();

        await Assertions.Expect(main.Locator(".detail .mend")).ToContainTextAsync("One JSON object, or an array of them, in UTF-8");
        await Assertions.Expect(main.Locator(".samples")).ToContainTextAsync("broken");
        await Assertions.Expect(main.Locator(".samples b")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Finds_how_good_the_days_predictions_were_and_the_line_that_was_worst()
    {
        await using var hub = new HubProcess();
        ScoredDay.Write(Path.Combine(hub.Data, RiverCity.Feed));
        await hub.StartAsync(Cancellation);
        await using LivePage page = await fixture.OpenAsync("console#/accuracy", hub: hub.Http);
        ILocator main = page.Page.Locator("#page");

        await Assertions.Expect(main.Locator(".verdict")).ToContainTextAsync($"Least accurate line: {ScoredDay.WorstLine}");
        await Assertions.Expect(main.Locator("[data-measure=mbta]")).ToContainTextAsync("Target: at least 88 %");
        await Assertions.Expect(main.Locator("[data-measure=bias] .big")).ToHaveTextAsync("+120 s");
        ILocator first = main.Locator("tbody tr[data-key]").First;
        await Assertions.Expect(first).ToContainTextAsync(ScoredDay.WorstLine);

        await first.GetByRole(AriaRole.Link).ClickAsync();

        await Assertions.Expect(main.Locator(".accuracy-route")).ToHaveTextAsync($"Line {ScoredDay.WorstLine}");
        await Assertions.Expect(main.Locator("[data-measure=bias] .big")).ToHaveTextAsync("+240 s");
    }

    [Fact]
    public async Task Signs_in_by_keyboard_sees_how_the_feed_does_and_signs_out()
    {
        await using var hub = new HubProcess();
        hub.Settings["TRANSITHUB__SECURITY__OPERATORS__0__NAME"] = "oscar";
        hub.Settings["TRANSITHUB__SECURITY__OPERATORS__0__PASSWORDHASH"] = HashOfPassword;
        hub.Settings["TRANSITHUB__SECURITY__OPERATORS__0__ROLE"] = "viewer";
        await hub.StartAsync(Cancellation);
        await using LivePage page = await fixture.OpenAsync("console", o => o.ViewportSize = new ViewportSize { Width = 1100, Height = 700 }, hub.Http);
        IKeyboard keyboard = page.Page.Keyboard;

        await Assertions.Expect(page.Page.Locator("input[name=name]")).ToBeFocusedAsync();
        await keyboard.TypeAsync("oscar");
        await keyboard.PressAsync("Tab");
        await keyboard.TypeAsync("a wrong password");
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Page.Locator(".form-problem")).ToHaveTextAsync("No operator has this name and this password.");
        await page.Page.Locator("input[name=password]").FillAsync(Password);
        await keyboard.PressAsync("Enter");

        // No vehicle has reported: that is the first thing to look at.
        await Assertions.Expect(page.Page.Locator(".feed-card")).ToContainTextAsync("ready");
        await Assertions.Expect(page.Page.Locator(".verdict")).ToContainTextAsync("No device has reported yet.");
        await Assertions.Expect(page.Page.Locator("#who")).ToContainTextAsync("oscar");
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("input[name=name]")).ToBeFocusedAsync();
    }

    /// <summary>Every page that the navigation names, whoever adds one.</summary>
    [Fact]
    public async Task Every_page_is_whole_in_thai_on_a_phone_by_keyboard_alone_and_axe_finds_nothing()
    {
        await using LivePage page = await fixture.OpenAsync("console", o => (o.BypassCSP, o.ColorScheme, o.Locale, o.ViewportSize) = (true, ColorScheme.Dark, "th-TH", new ViewportSize { Width = 390, Height = 844 }));
        await Assertions.Expect(page.Page.Locator("html")).ToHaveAttributeAsync("lang", "th");
        await Assertions.Expect(page.Page.Locator(".feed-card")).ToContainTextAsync("พร้อม");
        string[] keys = await page.InPageAsync<string[]>("() => [...document.querySelectorAll('#nav a')].map((link) => link.dataset.key)");
        List<string> found = [];
        foreach (string key in keys)
        {
            await page.Page.Locator("#menu").FocusAsync();
            await page.Page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page.Page.Locator("#nav [aria-current=page]")).ToBeFocusedAsync();
            await page.Page.Locator($"#nav [data-key='{key}']").FocusAsync();
            await page.Page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page.Page.Locator($"[data-page='{key["page ".Length..]}']")).ToBeVisibleAsync();
            await Assertions.Expect(page.Page.Locator("#page .working, #page .broken")).ToHaveCountAsync(0);
            Assert.True(await page.InPageAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), $"{key} is wider than the phone.");
            Assert.False(await page.InPageAsync<bool>("() => /[a-z]+\\.[a-z]+[A-Z.]/.test(document.querySelector('#page').innerText.replace(/https?:\\S+/g, ''))"), $"{key} shows a key in place of its text.");
            found.AddRange((await page.AxeAsync()).Select(violation => $"{key}, dark: {violation}"));
            await page.Page.Locator("#theme").ClickAsync();
            found.AddRange((await page.AxeAsync()).Select(violation => $"{key}, light: {violation}"));
            await page.Page.Locator("#theme").ClickAsync();
        }

        Assert.Empty(found);
        Assert.DoesNotContain(page.Complaints, complaint => !complaint.Contains("Failed to load resource", StringComparison.Ordinal));
        Assert.All(page.Requests, request => Assert.Equal(fixture.Http.Authority, request.Authority));
    }
}
