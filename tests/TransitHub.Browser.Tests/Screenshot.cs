using Microsoft.Playwright;
using TransitHub.Testing;

namespace TransitHub.Browser.Tests;

/// <summary>Makes the picture of the README out of the running sample city; <c>bash tests/screenshot.sh</c>.</summary>
public sealed class Screenshot(BrowserFixture fixture)
{
    private const int MostBytes = 400_000;

    [Fact(Explicit = true)]
    public async Task Of_the_sample_city_for_the_readme()
    {
        // At weekends fewer run: a picture can be made on any day.
        await using DemoProcess demo = await DemoProcess.StartAsync(120, TestContext.Current.CancellationToken);
        await using LivePage page = await fixture.OpenAsync(hub: demo.Http, choose: o => o.ViewportSize = new ViewportSize { Width = 1120, Height = 660 });
        await page.WaitForStateAsync("live");
        await page.InPageAsync<object?>(
            "async () => { const { view } = await import(document.querySelector('script[type=module]').src); view.map.jumpTo({ center: [100.5150, 13.7430], zoom: 12.4, padding: { left: 390 } }); await new Promise((resolve) => view.map.once('idle', resolve)); }");
        string path = Path.Combine(SharedData.RepositoryRoot, "src", "TransitHub.Server", "Web", "screenshot.png");
        byte[] picture = await page.Page.ScreenshotAsync(new PageScreenshotOptions { Path = path });

        Assert.InRange(picture.Length, 20_000, MostBytes);
        Assert.Empty(page.Complaints);
    }
}
