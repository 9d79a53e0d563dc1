using Microsoft.Playwright;

namespace TransitHub.Browser.Tests;

/// <summary>What an operator does in the console.</summary>
public sealed class ConsoleTests(BrowserFixture fixture)
{
    [Fact]
    public async Task The_overview_tells_how_the_feed_does_and_complains_of_nothing()
    {
        await using LivePage page = await fixture.OpenAsync("console");
        ILocator card = page.Page.Locator(".feed-card");

        await Assertions.Expect(card).ToContainTextAsync("ready");
        await Assertions.Expect(card).ToContainTextAsync("vehicles");
        await Assertions.Expect(page.Page.Locator("#nav [aria-current=page]")).ToHaveTextAsync("Overview");
        await Assertions.Expect(page.Page.Locator(".part-list")).ToContainTextAsync($"feed {RiverCity.Feed}");
        Assert.All(page.Requests, request => Assert.Equal(fixture.Http.Authority, request.Authority));
    }
}
