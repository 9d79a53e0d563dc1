using Microsoft.Playwright;

namespace TransitHub.Browser.Tests;

/// <summary>The page without a mouse, on a phone, and for a screen reader.</summary>
public sealed class KeyboardTests(BrowserFixture fixture)
{
    [Fact]
    public async Task A_stop_is_found_by_its_thai_or_english_name_with_the_keyboard_alone()
    {
        await using LivePage page = await fixture.OpenAsync(withMap: false);
        await Assertions.Expect(page.Panel).ToContainTextAsync("Express boat");
        foreach (string name in new[] { "วัดอรุณ", "wat ar" })
        {
            await page.Page.Keyboard.PressAsync("/");
            await Assertions.Expect(page.Page.Locator("#search-input")).ToBeFocusedAsync();
            await page.Page.Keyboard.InsertTextAsync(name);
            await Assertions.Expect(page.Page.Locator("#search-list [role=option]")).ToHaveCountAsync(3);
            await page.Page.Keyboard.PressAsync("ArrowDown");
            await Assertions.Expect(page.Page.Locator("#search-input")).ToHaveAttributeAsync("aria-activedescendant", "search-1");
            await page.Page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page.Panel.Locator(".heading h2")).ToHaveTextAsync("Wat Arun");
            await Assertions.Expect(page.Panel).ToBeFocusedAsync();
        }
    }

    [Fact]
    public async Task A_line_its_vehicle_and_the_way_back_are_reached_by_tab_and_enter()
    {
        await using LivePage page = await fixture.OpenAsync(withMap: false);
        await Assertions.Expect(page.Panel).ToContainTextAsync("20 vehicles");
        await page.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Page.Locator(".skip")).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Panel).ToBeFocusedAsync();
        await TabToAsync(page, "[data-key='line boat']");
        await page.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Panel.Locator(".heading h2")).ToContainTextAsync("Express boat");
        await TabToAsync(page, "[data-key='vehicle boat-0-0']");
        await page.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Panel).ToContainTextAsync("Next stops");
        await page.Page.GoBackAsync();
        await Assertions.Expect(page.Panel.Locator(".heading h2")).ToContainTextAsync("Express boat");
    }

    [Theory]
    [InlineData("#/", ColorScheme.Light)]
    [InlineData("#/vehicle/boat-0-2", ColorScheme.Dark)]
    [InlineData("#/stop/boat-3", ColorScheme.Light)]
    public async Task Axe_finds_nothing(string path, ColorScheme colors)
    {
        await using LivePage page = await fixture.OpenAsync(path, o => (o.BypassCSP, o.ColorScheme) = (true, colors), withMap: path == "#/");
        await page.WaitForStateAsync("live");
        await Assertions.Expect(page.Panel.Locator(".row").First).ToBeVisibleAsync();

        string[] violations = await page.AxeAsync();

        Assert.Empty(violations);
    }

    [Fact]
    public async Task On_a_phone_the_list_is_a_sheet_that_grows_and_nothing_is_too_small_to_touch()
    {
        await using LivePage page = await fixture.OpenAsync(choose: o => (o.ViewportSize, o.HasTouch, o.IsMobile) = (new ViewportSize { Width = 360, Height = 740 }, true, true));
        await page.WaitForStateAsync("live");
        await Assertions.Expect(page.Panel).ToContainTextAsync("20 vehicles");
        string[] small = await page.InPageAsync<string[]>(
            """
            () => [...document.querySelectorAll('a, button, select, input')].filter((element) => element.checkVisibility() && !element.matches('.skip'))
              .map((element) => ({ element, box: element.getBoundingClientRect() })).filter(({ box }) => box.width < 44 || box.height < 44)
              .map(({ element, box }) => `${element.outerHTML.slice(0, 80)} ${box.width}x${box.height}`)
            """);
        Assert.Empty(small);
        Assert.True(await page.InPageAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));

        double half = await page.InPageAsync<double>("() => document.getElementById('sheet').clientHeight");
        await page.Page.Locator("#handle").TapAsync();
        await Assertions.Expect(page.Page.Locator("#handle")).ToHaveAttributeAsync("aria-expanded", "true");
        await page.UntilAsync(async () => await page.InPageAsync<double>("() => document.getElementById('sheet').clientHeight") > half + 100 ? true : (bool?)null);

        await page.Panel.Locator("[data-key='line boat']").TapAsync();
        await Assertions.Expect(page.Panel.Locator(".heading h2")).ToContainTextAsync("Express boat");
    }

    /// <summary>Presses Tab until an element has the focus.</summary>
    private static async Task TabToAsync(LivePage page, string selector)
    {
        for (int press = 0; press < 40; press++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            if (await page.InPageAsync<bool>("(selector) => document.activeElement.matches(selector)", selector))
            {
                return;
            }
        }

        Assert.Fail($"Tab never came to {selector}.");
    }
}
