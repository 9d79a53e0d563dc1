using System.Collections.Concurrent;
using System.Net;
using System.Net.Quic;
using Microsoft.Extensions.Logging;
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
    private readonly SaidLines log = new();

    public WebTlsTests() => this.authority = new TestCertificates(this.folder.Path);

    private static bool CanQuic => (OperatingSystem.IsLinux() || OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()) && QuicListener.IsSupported;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        this.log.Dispose();
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

    [Fact]
    public async Task Browsers_are_told_of_HTTP_3_and_can_speak_it_where_the_machine_can()
    {
        Assert.SkipUnless(CanQuic, "QuicListener.IsSupported is false: this machine has no libmsquic (packages.microsoft.com has it; Debian has none).");
        await using TestWeb web = await this.StartAsync(TestPorts.Free());
        using HttpResponseMessage told = await web.Http.GetAsync("/v1/feeds", Cancellation);
        Assert.Contains("h3=", Assert.Single(told.Headers.GetValues("Alt-Svc")), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/feeds") { Version = HttpVersion.Version30, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using HttpResponseMessage answer = await web.Http.SendAsync(request, Cancellation);
        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version30), (answer.StatusCode, answer.Version));
    }

    [Fact]
    public async Task HTTP_3_is_off_where_its_setting_says_so_or_the_machine_cannot_which_the_log_says_once()
    {
        using ILoggerFactory loggers = LoggerFactory.Create(b => b.AddProvider(this.log));
        await using TestWeb web = await this.StartAsync(TestPorts.Free(), loggers, http3: false);
        using HttpResponseMessage off = await web.Http.GetAsync("/v1/feeds", Cancellation);
        Assert.False(off.Headers.Contains("Alt-Svc"));
        Assert.DoesNotContain(this.log.Messages, m => m.StartsWith("HTTP/3", StringComparison.Ordinal));

        await using TestWeb wanted = await this.StartAsync(TestPorts.Free(), loggers);
        using HttpResponseMessage answer = await wanted.Http.GetAsync("/v1/feeds", Cancellation);
        Assert.Equal(CanQuic, answer.Headers.Contains("Alt-Svc"));
        Assert.Equal(CanQuic ? 0 : 1, this.log.Messages.Count(m => m.StartsWith("HTTP/3 is off", StringComparison.Ordinal)));
    }

    private static async Task AskAnewAsync(TestWeb web)
    {
        using HttpClient another = web.Connect();
        Assert.Equal(HttpStatusCode.OK, (await another.GetAsync("/healthz", Cancellation)).StatusCode);
    }

    private Task<TestWeb> StartAsync(int port = 0, ILoggerFactory? loggers = null, bool http3 = true)
    {
        (string certificate, string key) = this.authority.Server("web", "first");
        return TestWeb.StartAsync(
            new TestCity(), new HubOptions { Security = new SecurityOptions { Tls = new WebTlsOptions { Certificate = certificate, Key = key, Http3 = http3 } } }, httpPort: port, loggers: loggers);
    }

    private sealed class SaidLines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> messages = new();

        public IReadOnlyCollection<string> Messages => this.messages;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            this.messages.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
