using System.Net;
using TransitHub.Protocol.V1;
using TransitHub.Server.Commands;
using TransitHub.Server.Options;
using TransitHub.Testing;
using Client = TransitHub.Protocol.V1.TransitHub.TransitHubClient;

namespace TransitHub.Server.Tests.Hosting;

/// <summary>HTTP and gRPC over TLS, on real sockets.</summary>
public sealed class WebTlsTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly TestCertificates authority;

    public WebTlsTests() => this.authority = new TestCertificates(this.folder.Path);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        this.authority.Dispose();
        this.folder.Dispose();
    }

    [Fact]
    public async Task Both_are_reached_over_TLS_alone_and_browsers_are_told_to_stay_there()
    {
        await using TestWeb web = await this.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/feeds") { Version = HttpVersion.Version20 };
        using HttpResponseMessage answer = await web.Http.SendAsync(request, Cancellation);
        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version20), (answer.StatusCode, answer.Version));
        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
        FeedStatus status = await new Client(web.Grpc).GetFeedStatusAsync(new GetFeedStatusRequest(), cancellationToken: Cancellation);
        Assert.Equal("city", status.FeedId);
        using var plain = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => plain.GetAsync(new UriBuilder(web.Http.BaseAddress!) { Scheme = "http" }.Uri, Cancellation));
    }

    [Fact]
    public async Task Another_certificate_is_used_without_a_restart_and_a_broken_one_is_not()
    {
        await using TestWeb web = await this.StartAsync();
        await web.Http.GetAsync("/healthz", Cancellation);
        this.authority.Server("web", "second");
        web.Clock.Advance(TimeSpan.FromSeconds(5));
        await AskAnewAsync(web);
        await File.WriteAllTextAsync(Path.Combine(this.folder.Path, "web.pem"), "no certificate", Cancellation);
        web.Clock.Advance(TimeSpan.FromSeconds(5));
        await AskAnewAsync(web);
        Assert.Equal(["CN=first", "CN=second", "CN=second"], web.Certificates);
    }

    [Fact]
    public async Task Files_that_cannot_be_used_are_named_at_the_start()
    {
        var options = new HubOptions { Security = new SecurityOptions { Tls = new WebTlsOptions { Certificate = "nowhere.pem", Key = "nowhere.key" } } };
        CommandException refused = await Assert.ThrowsAsync<CommandException>(() => TestWeb.StartAsync(new TestCity(), options));
        Assert.StartsWith("Security:Tls: nowhere.pem with nowhere.key", refused.Message, StringComparison.Ordinal);
    }

    private static async Task AskAnewAsync(TestWeb web)
    {
        using HttpClient another = web.Connect();
        Assert.Equal(HttpStatusCode.OK, (await another.GetAsync("/healthz", Cancellation)).StatusCode);
    }

    private Task<TestWeb> StartAsync()
    {
        (string certificate, string key) = this.authority.Server("web", "first");
        return TestWeb.StartAsync(new TestCity(), new HubOptions { Security = new SecurityOptions { Tls = new WebTlsOptions { Certificate = certificate, Key = key } } });
    }
}
