using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Alerting;
using TransitHub.Core.Feeds;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Storage.Books;
using TransitHub.Protocol.GtfsRealtime;
using TransitHub.Server.Alerting;
using TransitHub.Server.Realtime;

namespace TransitHub.Server.Tests.Alerting;

/// <summary>From what operators write and the hub finds to the published feed of one process, and over its restart.</summary>
public sealed class AlertSourceTests : IDisposable
{
    private static readonly FeedId City = FeedId.Parse("city");
    private static readonly AlertOptions Quick = new AlertOptions { RaiseSeconds = 0, MinHeardVehicles = 1, MissingRuns = 1 }.WithPolicy(AlertPolicy.Publish);
    private readonly FakeTimeProvider clock = new(DateTimeOffset.FromUnixTimeSeconds(TestCity.Morning.UnixSeconds));
    private readonly TestFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task The_feed_has_an_operators_alert_with_the_next_second_and_after_a_restart()
    {
        TestCity city = new();
        (RealtimePublisher publisher, RealtimeFeeds feeds, AlertDesk desk) = await this.OpenAsync(city, new AlertOptions());
        publisher.Publish(city.Vehicle("a").Publish());
        Assert.Empty(Read(feeds).Entity);
        AlertDraft draft = new()
        {
            InformedEntities = [new AlertSelector { RouteId = "R" }],
            HeaderText = new Dictionary<string, string> { ["th"] = "ปิดถนน", ["en"] = "Closed" },
        };
        await desk.ChangeAsync("noi", book => new AlertChange(book.With(new OperatorAlert("op-1", 1, draft, 0, 0, "noi", null), desk.Now), "create", "op-1", null, draft), Cancellation);
        this.clock.Advance(TimeSpan.FromSeconds(1));
        publisher.Publish(city.Publisher.Current);
        Assert.Equal("op-1", Assert.Single(Read(feeds).Entity).Id);

        (publisher, feeds, desk) = await this.OpenAsync(city, new AlertOptions());
        publisher.Publish(city.Publisher.Current);
        Assert.Equal("ปิดถนน", Assert.Single(Read(feeds).Entity).Alert.HeaderText.Translation.Single(t => t.Language == "th").Text);
        Assert.Equal("noi", Assert.Single(await desk.ReadAuditAsync(10, Cancellation)).Who);
    }

    [Fact]
    public async Task A_found_alert_keeps_its_id_over_a_restart()
    {
        TestCity city = new();
        HubSnapshot state = city.Vehicle("a").Doubt("U1", RunState.Canceled).Publish();
        (RealtimePublisher publisher, RealtimeFeeds feeds, _) = await this.OpenAsync(city, Quick);
        publisher.Publish(state);
        FeedEntity found = Assert.Single(Read(feeds).Entity);
        Assert.Equal(Alert.Types.Effect.NoService, found.Alert.Effect);
        this.clock.Advance(TimeSpan.FromSeconds(60));
        (publisher, feeds, _) = await this.OpenAsync(city, Quick);
        publisher.Publish(city.Vehicle("b").Publish());
        Assert.Equal(found.Id, Assert.Single(Read(feeds).Entity).Id);
    }

    private static FeedMessage Read(RealtimeFeeds feeds) => FeedMessage.Parser.ParseFrom(feeds.Current!.Get(FeedKind.Alerts).Protobuf.Bytes.Span);

    private async Task<(RealtimePublisher Publisher, RealtimeFeeds Feeds, AlertDesk Desk)> OpenAsync(TestCity city, AlertOptions options)
    {
        AlertSource source = new(this.folder.Path, options, Assert.Fail);
        AlertDesk desk = new(City, new LocalBookStore(this.folder.Path, BookNames.Alerts), options, () => source.Episodes, () => [], this.clock);
        await desk.RefreshAsync(Cancellation);
        source.Join(desk);
        RealtimeFeeds feeds = new(new FeedOptions(), _ => { });
        RealtimePublisher publisher = new(city.Publisher, feeds, new FeedOptions(), new HeaderClock(Path.Combine(this.folder.Path, "header")), this.clock, source.Take);
        return (publisher, feeds, desk);
    }
}
