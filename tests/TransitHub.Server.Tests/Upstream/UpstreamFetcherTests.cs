using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Server.Options;
using TransitHub.Server.Upstream;

namespace TransitHub.Server.Tests.Upstream;

public sealed class UpstreamFetcherTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new();
    private AgencyServer agency = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => this.agency = await AgencyServer.StartAsync();

    public ValueTask DisposeAsync() => this.agency.DisposeAsync();

    [Fact]
    public async Task Asks_only_for_what_is_newer_than_what_was_taken()
    {
        this.agency.Answer = context =>
        {
            if (context.Request.Headers.IfNoneMatch == "\"one\"")
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }

            context.Response.Headers.ETag = "\"one\"";
            context.Response.Headers.LastModified = "Sat, 28 Nov 2026 10:00:00 GMT";
            return context.Response.Body.WriteAsync(new byte[] { 1, 2, 3 }).AsTask();
        };
        using UpstreamFetcher fetcher = this.Fetcher();

        Assert.Equal([1, 2, 3], (await fetcher.FetchAsync(Cancellation)).Bytes);
        Assert.Equal([1, 2, 3], (await fetcher.FetchAsync(Cancellation)).Bytes);
        fetcher.Commit();
        Assert.True((await fetcher.FetchAsync(Cancellation)).IsNotModified);

        Assert.False(this.agency.Requests[1].Headers.ContainsKey("If-None-Match"));
        Assert.Equal("Sat, 28 Nov 2026 10:00:00 GMT", this.agency.Requests[2].Headers["If-Modified-Since"]);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task Unpacks_up_to_the_bound_and_not_further(string coding)
    {
        byte[] bomb = Pack(new byte[50_000_000], coding);
        byte[] small = Pack([7, 8, 9], coding);
        byte[] body = small;
        this.agency.Answer = context =>
        {
            context.Response.Headers.ContentEncoding = coding;
            return context.Response.Body.WriteAsync(body).AsTask();
        };
        using UpstreamFetcher fetcher = this.Fetcher(s => s.MaxBytes = 1_000_000);

        Assert.Equal([7, 8, 9], (await fetcher.FetchAsync(Cancellation)).Bytes);
        body = bomb;
        Assert.InRange(bomb.Length, 1, 999_999);
        Assert.Contains("MaxBytes", (await fetcher.FetchAsync(Cancellation)).Problem, StringComparison.Ordinal);
        body = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        // Nearly any bytes are the beginning of something in Brotli.
        Assert.True(coding == "br" || (await fetcher.FetchAsync(Cancellation)).Problem is not null);
    }

    [Fact]
    public async Task An_answer_that_is_too_large_is_not_read()
    {
        this.agency.Answer = context => context.Response.Body.WriteAsync(new byte[2000]).AsTask();
        using UpstreamFetcher fetcher = this.Fetcher(s => s.MaxBytes = 1999);
        Assert.Contains("1999", (await fetcher.FetchAsync(Cancellation)).Problem, StringComparison.Ordinal);
        using UpstreamFetcher enough = this.Fetcher(s => s.MaxBytes = 2000);
        Assert.Equal(2000, (await enough.FetchAsync(Cancellation)).Bytes?.Length);
    }

    [Fact]
    public async Task One_who_does_not_answer_in_time_has_failed()
    {
        var asked = new TaskCompletionSource();
        this.agency.Answer = context =>
        {
            asked.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        using UpstreamFetcher fetcher = this.Fetcher(s => s.TimeoutSeconds = 4);
        Task<UpstreamAnswer> answer = fetcher.FetchAsync(Cancellation);
        await asked.Task.WaitAsync(Cancellation);
        this.clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Contains("within 4 s", (await answer).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Follows_so_many_redirects_and_gives_headers_to_the_first_host_alone()
    {
        await using AgencyServer other = await AgencyServer.StartAsync();
        other.Answer = context => context.Response.Body.WriteAsync(new byte[] { 5 }).AsTask();
        this.agency.Answer = context =>
        {
            context.Response.Redirect(context.Request.Path == "/feed" ? "/next" : other.Address + "/there");
            return Task.CompletedTask;
        };
        using UpstreamFetcher two = this.Fetcher(s => s.MaxRedirects = 2);
        Assert.Equal([5], (await two.FetchAsync(Cancellation)).Bytes);
        Assert.All(this.agency.Requests, r => Assert.Equal("secret", r.Headers["X-Key"]));
        Assert.False(other.Requests[0].Headers.ContainsKey("X-Key"));

        using UpstreamFetcher one = this.Fetcher(s => s.MaxRedirects = 1);
        Assert.Contains("1 redirects", (await one.FetchAsync(Cancellation)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_not_led_to_files_or_elsewhere()
    {
        this.agency.Answer = context =>
        {
            context.Response.Redirect("file:///etc/passwd");
            return Task.CompletedTask;
        };
        using UpstreamFetcher fetcher = this.Fetcher();
        Assert.Contains("no http", (await fetcher.FetchAsync(Cancellation)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_comes_from_its_file_at_each_request_and_is_shown_nowhere()
    {
        using var folder = new TestFolder();
        string file = Path.Combine(folder.Path, "key");
        await File.WriteAllTextAsync(file, "first\n", Cancellation);
        this.agency.Answer = context =>
        {
            context.Response.StatusCode = 403;
            return Task.CompletedTask;
        };
        using UpstreamFetcher fetcher = this.Fetcher(s =>
        {
            s.Url += "?key=hidden";
            s.Headers = [new UpstreamHeader { Name = "X-Key", ValueFile = file }];
        });
        UpstreamAnswer answer = await fetcher.FetchAsync(Cancellation);
        await File.WriteAllTextAsync(file, "second", Cancellation);
        await fetcher.FetchAsync(Cancellation);

        Assert.Equal(["first", "second"], this.agency.Requests.Select(r => r.Headers["X-Key"]));
        Assert.DoesNotContain("hidden", fetcher.Shown + answer.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("first", answer.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waits_twice_as_long_after_each_failure_and_as_long_as_it_is_asked_to()
    {
        string? retryAfter = null;
        this.agency.Answer = context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = retryAfter;
            return Task.CompletedTask;
        };
        using UpstreamPoller poller = this.Poller(new Random(3));
        using UpstreamPoller same = this.Poller(new Random(3));
        List<TimeSpan> pauses = [];
        for (int i = 0; i < 6; i++)
        {
            pauses.Add(await poller.PollAsync(Cancellation));
            Assert.Equal(pauses[^1], await same.PollAsync(Cancellation));
            double whole = Math.Min(60, 10 * Math.Pow(2, i));
            Assert.InRange(pauses[^1].TotalSeconds, whole / 2, whole);
        }

        retryAfter = "45";
        using UpstreamPoller asked = this.Poller(new Random(3));
        Assert.Equal(45, (await asked.PollAsync(Cancellation)).TotalSeconds);
        retryAfter = "100000";
        Assert.Equal(60, (await asked.PollAsync(Cancellation)).TotalSeconds);
        Assert.Equal(("failed", 2L), (asked.Status.Figures.State, asked.Status.Figures.Failures));
        Assert.Contains("503", asked.Status.Figures.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Garbage_is_refused_by_name_and_asked_for_again()
    {
        this.agency.Answer = context => context.Response.WriteAsync("<html>Down for maintenance</html>", Cancellation);
        var intake = new ObservationIntake(FeedId.Parse("city"), new RejectionLedger(), new IntakeOptions());
        using UpstreamPoller poller = this.Poller(new Random(3), intake);
        Assert.InRange((await poller.PollAsync(Cancellation)).TotalSeconds, 5, 10);
        Assert.Equal("refused", poller.Status.Figures.State);
        Assert.Equal(1, intake.Ledger.CountOf(RejectionReason.MalformedPayload));
    }

    private static byte[] Pack(byte[] bytes, string coding)
    {
        using var packed = new MemoryStream();
        using (Stream stream = coding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true),
        })
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    private UpstreamFetcher Fetcher(Action<UpstreamSource>? change = null) => new(this.Source(change), this.clock);

    private UpstreamPoller Poller(Random random, ObservationIntake? intake = null)
    {
        intake ??= new ObservationIntake(FeedId.Parse("city"), new RejectionLedger(), new IntakeOptions());
        UpstreamSource source = this.Source(s => (s.PollSeconds, s.MaxBackoffSeconds) = (10, 60));
        return new UpstreamPoller("city", source, new UpstreamIntake(intake, source.Name, UpstreamCheck.Kinds, this.clock), this.clock, random, NullLogger.Instance);
    }

    private UpstreamSource Source(Action<UpstreamSource>? change)
    {
        var source = new UpstreamSource { Name = "agency", Url = this.agency.Address + "/feed", Headers = [new UpstreamHeader { Name = "X-Key", Value = "secret" }] };
        change?.Invoke(source);
        return source;
    }
}
