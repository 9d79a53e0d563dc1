using System.Net;
using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Time;
using TransitHub.Gtfs.Reading;
using TransitHub.Server.Options;
using TransitHub.Server.Statics;
using TransitHub.Server.Tests.Commands;
using TransitHub.Testing;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Server.Tests.Statics;

public sealed class StaticWatchTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_795_395_300L);

    private readonly TestFolder folder = new();
    private readonly FakeTimeProvider clock = new(Now);
    private readonly HubOptions options = new();
    private readonly List<string> served = [];
    private readonly List<string> said = [];
    private readonly StaticRequests requests = new();
    private Exception? failure;

    private string Source => Path.Combine(this.folder.Path, "source.zip");

    private string Statics => Path.Combine(this.folder.Path, "data", "city", "gtfs");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task Brings_a_changed_file_into_service_once_it_rests()
    {
        (StaticWatch watch, StaticVersions versions) = this.Start();
        await watch.LookAsync(Cancel);
        Assert.Empty(this.served);

        this.Put(Version("v2"));
        await watch.LookAsync(Cancel);
        Assert.Empty(this.served);
        await watch.LookAsync(Cancel);
        await watch.LookAsync(Cancel);

        Assert.Equal(["v2"], this.served);
        Assert.Equal(["v2", "v1"], versions.All.Select(v => v.Version));
        Assert.Equal("v2", versions.Current!.Version);
        Assert.All(versions.All, v => Assert.True(File.Exists(versions.FileOf(v))));
        StaticEvent happened = Assert.Single(versions.History.List());
        Assert.Equal(("published", "source", "the source changed", Now.ToUnixTimeSeconds()), (happened.Outcome, happened.By, happened.Why, happened.At));
    }

    [Fact]
    public async Task Has_both_versions_ready_while_the_feed_goes_over()
    {
        StaticVersions? seen = null;
        (StaticWatch watch, StaticVersions versions) = this.Start(swap: () =>
        {
            StaticVersion? staged = seen!.Find("v2");
            Assert.NotNull(staged);
            Assert.Equal(("v1", true), (seen.Current!.Version, File.Exists(seen.FileOf(staged))));
        });
        seen = versions;
        this.Put(Version("v2"));
        await LookTwiceAsync(watch);

        Assert.Equal(["v2"], this.served);
    }

    [Fact]
    public async Task Blocks_a_version_with_errors_until_an_operator_forces_it()
    {
        (StaticWatch watch, StaticVersions versions) = this.Start();
        this.Put(Version("v2").With("calendar_dates.txt", "service_id,date,exception_type\nS,notadate,1"));
        await LookTwiceAsync(watch);
        Assert.Equal(("blocked", "v1"), (versions.History.List()[0].Outcome, versions.Current!.Version));
        Assert.Contains("invalid_date ×1", Assert.Single(versions.History.List()[0].Reasons), StringComparison.Ordinal);
        Assert.Contains(this.said, s => s.Contains("transithub gtfs publish --force", StringComparison.Ordinal));

        new StaticRequest("r1", null, null, Force: true, "Ann", "it is only one day").Put(this.Statics);
        await watch.LookAsync(Cancel);

        StaticEvent published = versions.History.List()[0];
        Assert.Equal(("published", "Ann", "it is only one day", "r1"), (published.Outcome, published.By, published.Why, published.Request));
        Assert.NotEmpty(published.Reasons);
        Assert.Equal(["v2"], this.served);
    }

    [Fact]
    public async Task Serves_a_version_with_errors_when_the_setting_allows_it()
    {
        this.options.Statics.AllowErrors = true;
        (StaticWatch watch, _) = this.Start();
        this.Put(Version("v2").With("calendar_dates.txt", "service_id,date,exception_type\nS,notadate,1"));
        await LookTwiceAsync(watch);

        Assert.Equal(["v2"], this.served);
    }

    [Theory]
    [InlineData(5, "blocked")]
    [InlineData(50, "published")]
    public async Task Blocks_a_version_that_gave_ids_away_beyond_the_setting(double allowed, string outcome)
    {
        this.options.Statics.MaxBrokenIdPercent = allowed;
        (StaticWatch watch, StaticVersions versions) = this.Start();
        this.Put(Version("v2")
            .With("stops.txt", "stop_id,stop_name,stop_lat,stop_lon\nA2,Alpha,13.70,100.50\nB,Beta,13.71,100.50")
            .With("stop_times.txt", "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nT,08:00:00,08:00:00,A2,1\nT,08:05:00,08:05:00,B,2"));
        await LookTwiceAsync(watch);

        Assert.Equal(outcome, versions.History.List()[0].Outcome);
        Assert.Equal(outcome == "blocked", versions.History.List()[0].Reasons.Any(r => r.Contains("50.0 % of the stops", StringComparison.Ordinal) && r.Contains("A → A2", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Never_serves_a_feed_without_a_usable_trip_even_when_forced()
    {
        (StaticWatch watch, StaticVersions versions) = this.Start();
        this.Put(Version("v2").Without("stop_times.txt"));
        new StaticRequest("r", null, null, Force: true, "Ann", "why not").Put(this.Statics);
        await watch.LookAsync(Cancel);

        Assert.Equal("blocked", versions.History.List()[0].Outcome);
        Assert.Empty(this.served);
    }

    [Fact]
    public async Task Goes_back_to_an_earlier_version_and_stays_there_over_a_restart_until_the_source_changes()
    {
        (StaticWatch watch, StaticVersions versions) = this.Start();
        this.Put(Version("v2"));
        await LookTwiceAsync(watch);
        new StaticRequest("r", null, "v1", false, "Ben", "v2 lacks the night buses").Put(this.Statics);
        await watch.LookAsync(Cancel);
        await LookTwiceAsync(watch);

        Assert.Equal(["v2", "v1"], this.served);
        Assert.Equal(("rolled_back", "Ben"), (versions.History.List()[0].Outcome, versions.History.List()[0].By));
        Assert.Equal("v1", versions.Current!.Version);
        Assert.Equal("v1", (await this.LoadAsync()).Schedule.Version);

        this.Put(Version("v3"));
        await LookTwiceAsync(watch);
        Assert.Equal("v3", versions.Current!.Version);
        Assert.Equal("v3", (await this.LoadAsync()).Schedule.Version);
    }

    [Fact]
    public async Task Going_back_after_another_file_was_published_holds_over_a_restart_too()
    {
        (StaticWatch watch, _) = this.Start();
        this.Put(Version("v2"));
        await LookTwiceAsync(watch);
        string other = Path.Combine(this.folder.Path, "other.zip");
        await File.WriteAllBytesAsync(other, Version("v3").ToZip().ToArray(), Cancel);
        new StaticRequest("p", other, null, false, "Ann", "a file of the day").Put(this.Statics);
        await watch.LookAsync(Cancel);
        new StaticRequest("r", null, "v1", false, "Ben", "both lack the night buses").Put(this.Statics);
        await watch.LookAsync(Cancel);
        Assert.Equal(["v2", "v3", "v1"], this.served);
        Assert.Equal("v1", (await this.LoadAsync()).Schedule.Version);
    }

    [Fact]
    public async Task A_version_that_was_uploaded_and_never_served_is_published_by_who_asks_for_it_and_stays_over_a_restart()
    {
        (StaticWatch watch, StaticVersions versions) = this.Start();
        FeedText next = Version("v2");
        versions.Keep(next.Read().Schedule, zip => next.ToZip().CopyTo(zip), 10);
        new StaticRequest("r", null, "v2", false, "Ben", "the autumn timetable").Put(this.Statics);
        await watch.LookAsync(Cancel);

        Assert.Equal(("published", "Ben", "v1"), (versions.History.List()[0].Outcome, versions.History.List()[0].By, versions.History.List()[0].Replaced));
        Assert.True(versions.Current!.HasServed);
        Assert.Equal("v2", (await this.LoadAsync()).Schedule.Version);
    }

    [Fact]
    public async Task Says_which_versions_there_are_when_asked_for_another_one()
    {
        (StaticWatch watch, StaticVersions versions) = this.Start();
        new StaticRequest("r", null, "v9", false, "Ben", "try").Put(this.Statics);
        await watch.LookAsync(Cancel);

        Assert.Equal("There is no version v9; there are v1.", Assert.Single(versions.History.List()[0].Reasons));
    }

    [Fact]
    public async Task Keeps_the_former_version_when_the_feed_cannot_go_over()
    {
        this.failure = new InvalidOperationException("The feed is not ready: reading the observation log.");
        (StaticWatch watch, StaticVersions versions) = this.Start();
        this.Put(Version("v2"));
        await LookTwiceAsync(watch);

        Assert.Equal(("failed", "v1"), (versions.History.List()[0].Outcome, versions.Current!.Version));
    }

    [Fact]
    public async Task Fetches_a_url_again_as_often_as_the_setting_says()
    {
        int port = TestPorts.Free();
        using var web = new HttpListener();
        web.Prefixes.Add($"http://127.0.0.1:{port}/");
        web.Start();
        byte[] zip = Version("v1").ToZip().ToArray();
        Task answering = Task.Run(
            async () =>
            {
                while (web.IsListening)
                {
                    HttpListenerContext context = await web.GetContextAsync();
                    await context.Response.OutputStream.WriteAsync(zip);
                    context.Response.Close();
                }
            },
            Cancel);
        this.options.Statics.RefreshMinutes = 30;
        (StaticWatch watch, _) = this.Start(gtfs: $"http://127.0.0.1:{port}/gtfs.zip");
        zip = Version("v2").ToZip().ToArray();

        this.clock.Advance(TimeSpan.FromMinutes(29));
        await watch.LookAsync(Cancel);
        Assert.Empty(this.served);
        this.clock.Advance(TimeSpan.FromMinutes(1));
        await watch.LookAsync(Cancel);
        Assert.Equal(["v2"], this.served);

        web.Stop();
        await answering.ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    [Fact]
    public async Task What_is_asked_within_the_hub_is_done_for_who_has_seen_the_version_in_service()
    {
        (StaticWatch watch, StaticVersions versions) = this.Start();
        this.Put(Version("v2"));
        await LookTwiceAsync(watch);
        string v2 = versions.Current!.ContentHash;

        Task<StaticEvent?> back = this.requests.TryAsk(new StaticRequest("a", null, "v1", true, "ann", "no night buses", v2))!;
        Assert.Null(this.requests.TryAsk(new StaticRequest("b", null, "v1", true, "ben", "me too", v2)));
        Assert.Equal("ann", this.requests.Pending!.By);
        await watch.LookAsync(Cancel);
        StaticEvent happened = (await back)!;
        Assert.Equal(("rolled_back", "v1", "v2", "ann"), (happened.Outcome, happened.Version, happened.Replaced, happened.By));
        Assert.Null(this.requests.Pending);

        Task<StaticEvent?> late = this.requests.TryAsk(new StaticRequest("c", null, "v2", true, "ben", "again", v2))!;
        await watch.LookAsync(Cancel);
        happened = (await late)!;
        Assert.Equal(("failed", "Version v1 came into service meanwhile."), (happened.Outcome, Assert.Single(happened.Reasons)));
        Assert.Equal("v1", versions.Current!.Version);
    }

    [Fact]
    public async Task The_commands_ask_the_running_hub_and_tell_its_answer()
    {
        (StaticWatch watch, StaticVersions versions) = this.Start();
        string other = Path.Combine(this.folder.Path, "other.zip");
        await File.WriteAllBytesAsync(other, Version("v2").ToZip().ToArray(), Cancel);
        string data = Path.Combine(this.folder.Path, "data");

        CommandRun run = await AskAsync(watch, "gtfs", "publish", other, "--data", data, "--feed", "city", "--why", "new timetable", "--by", "Ann");
        Assert.Equal((0, "Version v2 was published."), (run.ExitCode, run.Output.Trim()));
        run = await AskAsync(watch, "gtfs", "rollback", "v1", "--data", data, "--feed", "city", "--why", "wrong", "--by", "Ben");
        Assert.Equal((0, "Version v1 was rolled back."), (run.ExitCode, run.Output.Trim()));
        (await AskAsync(watch, "gtfs", "rollback", "v7", "--data", data, "--feed", "city", "--why", "wrong")).AssertFailed(1, "There is no version v7");
        (await CommandRun.Of("gtfs", "publish", "--data", data, "--feed", "town", "--why", "x")).AssertFailed(2, "no hub has served the feed town");
        (await CommandRun.Of("gtfs", "publish", "--data", data, "--feed", "city", "--why", "x", "--wait", "1")).AssertFailed(1, "No hub took the request within 1 s");
        Assert.Equal(["rolled_back", "published"], versions.History.List().Where(e => e.Outcome != "failed").Select(e => e.Outcome));
    }

    private static FeedText Version(string version) => FeedText.TwoStops().With(
        "feed_info.txt", $"feed_publisher_name,feed_publisher_url,feed_lang,feed_version\nX,https://example.org,en,{version}");

    private static async Task<CommandRun> AskAsync(StaticWatch watch, params string[] arguments)
    {
        Task<CommandRun> command = CommandRun.Of(arguments);
        while (!command.IsCompleted)
        {
            await watch.LookAsync(Cancel);
            await Task.Yield();
        }

        return await command;
    }

    private (StaticWatch Watch, StaticVersions Versions) Start(Action? swap = null, string? gtfs = null)
    {
        this.Put(Version("v1"));
        var loaded = new LoadedSchedule(ScheduleReader.Read(this.Source, cancellationToken: Cancel).Schedule, this.Source);
        StaticVersions versions = StaticVersions.Of(Path.GetDirectoryName(this.Statics)!, loaded, Timestamp.Now(this.clock), 10);
        var watch = new StaticWatch(
            new FeedSettings { Id = "city", Gtfs = gtfs ?? this.Source },
            loaded,
            versions,
            this.options,
            (version, _, _) =>
            {
                swap?.Invoke();
                this.served.Add(version.Schedule.Version);
                return this.failure is null ? Task.CompletedTask : Task.FromException(this.failure);
            },
            this.clock,
            (message, _) => this.said.Add(message),
            this.requests);
        return (watch, versions);
    }

    private void Put(FeedText feed) => File.WriteAllBytes(this.Source, feed.ToZip().ToArray());

    private static async Task LookTwiceAsync(StaticWatch watch)
    {
        await watch.LookAsync(Cancel);
        await watch.LookAsync(Cancel);
    }

    private Task<LoadedSchedule> LoadAsync() =>
        ScheduleLoader.LoadAsync(new FeedSettings { Id = "city", Gtfs = this.Source }, this.Statics, this.clock, this.said.Add, Cancel);
}
