using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(TransitHub.Browser.Tests.BrowserFixture))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace TransitHub.Browser.Tests;

/// <summary>One browser and one hub with the river city in it, for all tests.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private const string Install = "The tests need Chromium. Run: apt-get install chromium fonts-tlwg-loma-otf";

    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly HubProcess hub = new();
    private readonly RiverCity city = new();
    private IPlaywright? playwright;
    private IBrowser? browser;

    internal Uri Http => this.hub.Http;

    internal RiverCity City => this.city;

    public async ValueTask InitializeAsync()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        string chromium = Browsers.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException(Install);
        Task hubStarts = this.hub.StartAsync(cancellation);
        this.playwright = await Playwright.CreateAsync();
        this.browser = await this.playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = chromium,

            // Without a graphics card the map is drawn by the processor.
            Args = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-dev-shm-usage"],
            Timeout = 90_000,
        });
        await hubStarts;
        await this.city.ConnectAsync(this.hub.MqttPort, cancellation);

        // A run is under way, and its stops ahead have times, once it moved.
        await this.city.MoveOnAsync(cancellation);
        await this.city.MoveOnAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (this.browser is not null)
        {
            await this.browser.DisposeAsync();
        }

        this.playwright?.Dispose();
        await this.city.DisposeAsync();
        await this.hub.DisposeAsync();
    }

    /// <summary>A page of its own, with nothing remembered; without the map, which is slow to draw by processor, where a test looks at the panel alone.</summary>
    internal async Task<LivePage> OpenAsync(string path = "", Action<BrowserNewContextOptions>? choose = null, Uri? hub = null, Func<IPage, Task>? before = null, bool withMap = true)
    {
        var options = new BrowserNewContextOptions
        {
            BaseURL = (hub ?? this.Http).ToString(),
            ViewportSize = new ViewportSize { Width = 900, Height = 600 },
            Locale = "en-GB",
            ColorScheme = ColorScheme.Light,
            ReducedMotion = ReducedMotion.NoPreference,
        };
        choose?.Invoke(options);
        if (hub is null)
        {
            // Reports do not grow old while other tests run.
            await this.city.MoveOnAsync(TestContext.Current.CancellationToken);
        }

        return await LivePage.OpenAsync(await this.browser!.NewContextAsync(options), path, before, withMap);
    }
}
