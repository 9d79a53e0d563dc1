using Microsoft.Playwright;
using TransitHub.Testing;

namespace TransitHub.Browser.Tests;

/// <summary>Makes the pictures of the README and of the console's guide out of the running sample city; <c>bash tests/screenshot.sh</c>.</summary>
public sealed class Screenshot(BrowserFixture fixture)
{
    private const int MostBytes = 400_000;
    private const int MostBytesOfConsole = 120_000;

    /// <summary>A hub that runs already, for pictures with some hours in their charts.</summary>
    private static readonly string? RunningHub = Environment.GetEnvironmentVariable("TRANSITHUB_SCREENSHOT_HUB");

    private static string Web => Path.Combine(SharedData.RepositoryRoot, "src", "TransitHub.Server", "Web");

    [Fact(Explicit = true)]
    public async Task Of_the_sample_city_for_the_readme()
    {
        // At weekends fewer run: a picture can be made on any day.
        await using DemoProcess demo = await DemoProcess.StartAsync(120, TestContext.Current.CancellationToken);
        await using LivePage page = await fixture.OpenAsync(hub: demo.Http, choose: o => o.ViewportSize = new ViewportSize { Width = 1120, Height = 660 });
        await page.WaitForStateAsync("live");
        await page.InPageAsync<object?>(
            "async () => { const { view } = await import(document.querySelector('script[type=module]').src); view.map.jumpTo({ center: [100.5150, 13.7430], zoom: 12.4, padding: { left: 390 } }); await new Promise((resolve) => view.map.once('idle', resolve)); }");
        string path = Path.Combine(Web, "screenshot.png");
        byte[] picture = await page.Page.ScreenshotAsync(new PageScreenshotOptions { Path = path });

        Assert.InRange(picture.Length, 20_000, MostBytes);
        Assert.Empty(page.Complaints);
    }

    /// <summary>Whatever pages the navigation has, and a run that is changed, in both languages.</summary>
    [Fact(Explicit = true)]
    public async Task Of_each_page_of_the_console()
    {
        await using DemoProcess? demo = RunningHub is null ? await DemoProcess.StartAsync(120, TestContext.Current.CancellationToken) : null;
        Uri hub = demo?.Http ?? new Uri(RunningHub!);
        await OperatorsMorning.WriteAsync(hub, TestContext.Current.CancellationToken);
        string folder = Path.Combine(Web, "screenshots");
        Directory.CreateDirectory(folder);
        foreach (string language in new[] { "en", "th" })
        {
            await using LivePage page = await fixture.OpenAsync("console", hub: hub, choose: o => (o.ViewportSize, o.Locale) = (new ViewportSize { Width = 1060, Height = 640 }, language));
            string[] names = await page.UntilAsync(() => page.InPageAsync<string[]?>(
                "() => { const links = [...document.querySelectorAll('#nav a')]; return links.length > 0 ? links.map((link) => link.dataset.key.replace('page ', '')) : null; }"));
            foreach (string name in names)
            {
                await page.Page.Locator($"#nav [data-key='page {name}']").ClickAsync();
                await Assertions.Expect(page.Page.Locator($"[data-page='{name}']")).Not.ToBeEmptyAsync();
                await Assertions.Expect(page.Page.Locator("#page .working, #page .broken")).ToHaveCountAsync(0);
                await page.Page.Locator("h1").BlurAsync();

                // Rates are known from the second reading on.
                await Task.Delay(TimeSpan.FromSeconds(6), TimeProvider.System, TestContext.Current.CancellationToken);
                await TakeAsync(page, folder, $"{name}.{language}");
                if (name == "changes")
                {
                    // Full of words, so a lower one stays within the bytes of a picture.
                    await page.Page.SetViewportSizeAsync(1060, 480);
                    await ChangeARunAsync(page);
                    await TakeAsync(page, folder, $"change-run.{language}");
                    await page.Page.Keyboard.PressAsync("Escape");
                    await page.Page.SetViewportSizeAsync(1060, 640);
                }
            }
        }
    }

    private static async Task TakeAsync(LivePage page, string folder, string name)
    {
        byte[] picture = await page.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
        Assert.InRange(picture.Length, 10_000, MostBytesOfConsole);
    }

    /// <summary>A run of which a pier is left out, and that is later from another one on.</summary>
    private static async Task ChangeARunAsync(LivePage page)
    {
        await page.Page.Locator("[data-key='order replace']").ClickAsync();
        await page.Page.Keyboard.TypeAsync(OperatorsMorning.Line);
        await Assertions.Expect(page.Page.Locator(".finder-list li").First).ToBeVisibleAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.Locator(".run input").First.CheckAsync();
        await page.Page.Locator("[data-key^='remove ']").Nth(2).ClickAsync();
        ILocator time = page.Page.Locator(".stop-time").Nth(4).Locator("input").First;
        string planned = await time.InputValueAsync();
        await time.FillAsync(planned[..3] + (planned[3..5] == "59" ? "58" : "59"));
        await time.BlurAsync();
        await page.InPageAsync<object?>("() => document.querySelector('.stop-times-editor').scrollIntoView()");
    }
}
