using System.Net;
using System.Text.RegularExpressions;

namespace TransitHub.Server.Tests.Endpoints;

public sealed partial class WebPagesTests : IAsyncLifetime
{
    private TestWeb web = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => this.web = await TestWeb.StartAsync(new TestCity());

    public ValueTask DisposeAsync() => this.web.DisposeAsync();

    [Theory]
    [InlineData("/", "/app/main.js", "/maplibre/maplibre-gl.mjs", "/maplibre/LICENSE.txt")]
    [InlineData("/console", "/console/main.js", "/uplot/uPlot.esm.js", "/uplot/uPlot.min.css")]
    public async Task Everything_a_page_names_is_there_and_kept_for_good(string path, params string[] expected)
    {
        string page = await this.web.Http.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation);

        string[] files = FilesOf(page);
        Assert.All(expected, end => Assert.Contains(files, f => f.EndsWith(end, StringComparison.Ordinal)));
        foreach (string file in files)
        {
            using HttpResponseMessage answer = await this.web.Http.GetAsync(new Uri(file, UriKind.Relative), Cancellation);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        }
    }

    /// <summary>A module that is imported and not named by the page is asked for late, and one that is named and not imported in vain.</summary>
    [Theory]
    [InlineData("/", "/console/")]
    [InlineData("/console", "/maplibre/")]
    public async Task A_page_names_the_modules_that_it_imports_and_no_others(string path, string others)
    {
        string[] files = FilesOf(await this.web.Http.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation));
        Assert.DoesNotContain(files.Where(f => !f.EndsWith(".txt", StringComparison.Ordinal)), f => f.Contains(others, StringComparison.Ordinal));
        foreach (string module in files.Where(f => f.EndsWith(".js", StringComparison.Ordinal)))
        {
            string code = await this.web.Http.GetStringAsync(new Uri(module, UriKind.Relative), Cancellation);
            foreach (string import in Import().Matches(code).Select(m => m.Groups[1].Value))
            {
                var target = new Uri(new Uri(this.web.Http.BaseAddress!, module), import);
                Assert.Contains(target.AbsolutePath, files);
                using HttpResponseMessage answer = await this.web.Http.GetAsync(target, Cancellation);
                Assert.True(answer.IsSuccessStatusCode, $"{module} imports {import}");
                Assert.Equal("text/javascript", answer.Content.Headers.ContentType!.MediaType);
            }
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/console")]
    public async Task A_page_may_load_nothing_from_elsewhere_and_is_answered_304_when_known(string path)
    {
        using HttpResponseMessage page = await this.web.Http.GetAsync(new Uri(path, UriKind.Relative), Cancellation);

        string policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(page.Headers.ETag!);
        using HttpResponseMessage answer = await this.web.Http.SendAsync(again, Cancellation);
        Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
    }

    [Fact]
    public async Task A_file_of_another_version_is_not_found()
    {
        using HttpResponseMessage answer = await this.web.Http.GetAsync(new Uri("/assets/000000000000/app/main.js", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static string[] FilesOf(string page) =>
        [.. Reference().Matches(page).Select(m => m.Groups[1].Value).Where(f => f.StartsWith("/assets/", StringComparison.Ordinal)).Distinct()];

    [GeneratedRegex("(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex Reference();

    [GeneratedRegex("^import (?:.*from )?'([^']+)';", RegexOptions.Multiline)]
    private static partial Regex Import();
}
