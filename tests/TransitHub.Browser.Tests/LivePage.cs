using System.Globalization;
using Microsoft.Playwright;

namespace TransitHub.Browser.Tests;

/// <summary>The page at <c>/</c> in a browser, and what it said and asked for.</summary>
internal sealed class LivePage : IAsyncDisposable
{
    private const float PatienceMilliseconds = 60_000;

    private const string NoWebGl =
        """
        const getContext = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...rest) { return kind.startsWith('webgl') ? null : getContext.call(this, kind, ...rest); };
        """;

    private readonly IBrowserContext context;
    private readonly List<string> complaints = [];
    private readonly List<Uri> requests = [];

    private LivePage(IBrowserContext context, IPage page)
    {
        this.context = context;
        this.Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                this.complaints.Add($"{message.Type}: {message.Text}");
            }
        };
        page.PageError += (_, error) => this.complaints.Add(error);
        page.Request += (_, request) => this.requests.Add(new Uri(request.Url));
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings of the console, and exceptions that nothing caught.</summary>
    public IReadOnlyList<string> Complaints => this.complaints;

    /// <summary>What it asked for.</summary>
    public IReadOnlyList<Uri> Requests => this.requests;

    public ILocator Panel => this.Page.Locator("#panel");

    public ILocator State => this.Page.Locator("#state");

    public static async Task<LivePage> OpenAsync(IBrowserContext context, string path, Func<IPage, Task>? before, bool withMap)
    {
        context.SetDefaultTimeout(PatienceMilliseconds);
        Assertions.SetDefaultExpectTimeout(PatienceMilliseconds);
        IPage page = await context.NewPageAsync();
        var live = new LivePage(context, page);
        if (!withMap)
        {
            await page.AddInitScriptAsync(NoWebGl);
        }

        if (before is not null)
        {
            await before(page);
        }

        await page.GotoAsync("/" + path);
        return live;
    }

    /// <summary>Waits until the page says that it is in a state.</summary>
    public Task WaitForStateAsync(string state) => this.WaitForAsync($"html[data-state={state}]");

    /// <summary>Waits until an element is on the page, visible or not.</summary>
    public Task WaitForAsync(string selector) => this.Page.WaitForSelectorAsync(selector, new PageWaitForSelectorOptions { State = WaitForSelectorState.Attached });

    /// <summary>Where a vehicle is drawn, pixels from the window's corner; waits until it is.</summary>
    public async Task<(float X, float Y)> PlaceOfAsync(string vehicle)
    {
        double[] place = await this.UntilAsync(() => this.InPageAsync<double[]?>(
            """
            async (id) => {
              const { view } = await import(document.querySelector('script[type=module]').src);
              const at = view.vehicles.positionOf(id);
              if (at === null || !view.map.loaded() || view.map.isMoving()) return null;
              const point = view.map.project(at);
              return [point.x, point.y];
            }
            """,
            vehicle));
        return ((float)place[0], (float)place[1]);
    }

    /// <summary>Runs a function in the page.</summary>
    public Task<T> InPageAsync<T>(string function, object? argument = null) => this.Page.EvaluateAsync<T>(function, argument);

    /// <summary>Asks again until there is an answer.</summary>
    public async Task<T> UntilAsync<T>(Func<Task<T?>> ask)
    {
        for (int attempt = 0; attempt < 600; attempt++)
        {
            if (await ask() is { } answer)
            {
                return answer;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"It never came. The page said: {string.Join("; ", this.complaints)}"));
    }

    /// <summary>What axe-core finds wrong for people who cannot see the page as others do. The page's policy must be bypassed.</summary>
    public async Task<string[]> AxeAsync()
    {
        string axe = Path.Combine(Testing.SharedData.RepositoryRoot, "tests", "tools", "node_modules", "axe-core", "axe.min.js");
        Assert.True(File.Exists(axe), "The tests' npm packages are missing. Run: npm ci --prefix tests/tools");
        await this.Page.AddScriptTagAsync(new PageAddScriptTagOptions { Path = axe });
        return await this.InPageAsync<string[]>(
            """
            async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations
              .flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')} ${node.failureSummary}`))
            """);
    }

    public async ValueTask DisposeAsync() => await this.context.DisposeAsync();
}
