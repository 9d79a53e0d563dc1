using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Feeds;
using TransitHub.Core.Time;
using TransitHub.Server.Realtime;

namespace TransitHub.Server.Tests.Realtime;

public sealed class RealtimePublisherTests : IDisposable
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.FromUnixTimeSeconds(TestCity.Morning.UnixSeconds));
    private readonly TestCity city = new();
    private readonly RealtimeFeeds feeds = new(new FeedOptions(), _ => { });
    private readonly TestFolder folder = new();

    private string HeaderFile => Path.Combine(this.folder.Path, "realtime-header");

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public void Never_goes_back_in_time_over_a_restart()
    {
        this.Publisher().Publish(this.city.Vehicle("a").Publish());
        long before = this.Header();

        this.clock.AdjustTime(this.clock.GetUtcNow().AddHours(-1));
        this.Publisher().Publish(this.city.Vehicle("b").Publish());

        Assert.True(this.Header() > before, $"{this.Header()} after {before}");
    }

    [Fact]
    public void Tells_the_operator_once_when_a_feed_collapses()
    {
        List<string> told = [];
        RealtimeFeeds watched = new(new FeedOptions(), told.Add);
        for (int i = 0; i < 30; i++)
        {
            this.city.Vehicle("v" + i);
        }

        FeedSetEncoder encoder = new(new FeedOptions());
        Timestamp now = Timestamp.Now(this.clock);
        watched.Renew(encoder.Encode(this.city.Publish(), now), TimeSpan.Zero);
        FeedSet empty = new FeedSetEncoder(new FeedOptions()).Encode(new TestCity().Publish(), now.AddSeconds(15));
        watched.Renew(empty, TimeSpan.Zero);
        watched.Renew(empty, TimeSpan.Zero);

        Assert.StartsWith("VehiclePositions fell from 30 to 0 entities", Assert.Single(told), StringComparison.Ordinal);
        Assert.Equal(30, watched.CollapseOf(FeedKind.VehiclePositions)?.Before);
        Assert.Null(watched.CollapseOf(FeedKind.TripUpdates));
    }

    [Fact]
    public void Names_one_content_with_one_timestamp()
    {
        RealtimePublisher publisher = this.Publisher();
        publisher.Publish(this.city.Vehicle("a").Publish());
        FeedBytes first = this.feeds.Current!.Get(FeedKind.VehiclePositions);
        publisher.Publish(this.city.Vehicle("b").Publish());
        Assert.Same(first, this.feeds.Current!.Get(FeedKind.VehiclePositions));

        this.clock.Advance(TimeSpan.FromSeconds(1));
        publisher.Publish(this.city.Publisher.Current);
        Assert.True(this.Header() > first.HeaderTimestamp);
    }

    [Fact]
    public async Task Renews_an_unchanged_feed_while_nothing_is_received()
    {
        this.city.Vehicle("a").Publish();
        using var stop = new CancellationTokenSource();
        Task running = this.Publisher().RunAsync(stop.Token);
        long first = this.Header();
        for (int second = 0; second < 20; second++)
        {
            this.clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.True(this.Header() >= first + 15, $"{this.Header()} after {first}");
        await stop.CancelAsync();
        await running;
    }

    private RealtimePublisher Publisher() => new(this.city.Publisher, this.feeds, new FeedOptions(), new HeaderClock(this.HeaderFile), this.clock);

    private long Header() => this.feeds.Current!.Get(FeedKind.VehiclePositions).HeaderTimestamp;
}
