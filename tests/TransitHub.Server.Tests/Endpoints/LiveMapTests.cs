using System.Net;
using System.Text.RegularExpressions;

namespace TransitHub.Server.Tests.Endpoints;

public sealed partial class LiveMapTests : IAsyncLifetime
{
    private TestWeb web = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => this.web = await TestWeb.StartAsync(new TestCity());

    public ValueTask DisposeAsync() => this.web.DisposeAsync();

    [Fact]
    public async Task Everything_the_page_names_is_there_and_kept_for_good()
    {
        string page = await this.web.Http.GetStringAsync(new Uri("/", UriKind.Relative), Cancellation);

        string[] files = [.. Reference().Matches(page).Select(m => m.Groups[1].Value).Where(f => f.StartsWith("/assets/", StringComparison.Ordinal)).Distinct()];
        Assert.Contains(files, f => f.EndsWith("/app/main.js", StringComparison.Ordinal));
        Assert.Contains(files, f => f.EndsWith("/maplibre/maplibre-gl.mjs", StringComparison.Ordinal));
        Assert.Contains(files, f => f.EndsWith("/maplibre/LICENSE.txt", StringComparison.Ordinal));
        foreach (string file in files)
        {
            using HttpResponseMessage answer = await this.web.Http.GetAsync(new Uri(file, UriKind.Relative), Cancellation);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        }
    }

    [Fact]
    public async Task Every_module_finds_what_it_imports()
    {
        string page = await this.web.Http.GetStringAsync(new Uri("/", UriKind.Relative), Cancellation);
        foreach (string module in Reference().Matches(page).Select(m => m.Groups[1].Value).Where(f => f.Contains("/app/", StringComparison.Ordinal)).Distinct())
        {
            string code = await this.web.Http.GetStringAsync(new Uri(module, UriKind.Relative), Cancellation);
            foreach (string import in Import().Matches(code).Select(m => m.Groups[1].Value))
            {
                var target = new Uri(new Uri(this.web.Http.BaseAddress!, module), import);
                using HttpResponseMessage answer = await this.web.Http.GetAsync(target, Cancellation);
                Assert.True(answer.IsSuccessStatusCode, $"{module} imports {import}");
                Assert.Equal("text/javascript", answer.Content.Headers.ContentType!.MediaType);
            }
        }
    }

    [Fact]
    public async Task The_page_may_load_nothing_from_elsewhere_and_is_answered_304_when_known()
    {
        using HttpResponseMessage page = await this.web.Http.GetAsync(new Uri("/", UriKind.Relative), Cancellation);

        string policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/");
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

    [GeneratedRegex("(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex Reference();

    [GeneratedRegex("^import .*from '([^']+)';", RegexOptions.Multiline)]
    private static partial Regex Import();
}
