using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Feeds;
using TransitHub.Server.Realtime;

namespace TransitHub.Server.Tests.Realtime;

public sealed class ConformanceWatchTests : IDisposable
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.FromUnixTimeSeconds(TestCity.Morning.UnixSeconds));
    private readonly TestCity city = new();
    private readonly RealtimeFeeds feeds = new(new FeedOptions(), _ => { });
    private readonly TestFolder folder = new();

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public void Checks_what_is_published_and_each_set_once()
    {
        ConformanceWatch watch = this.Watch(30);
        watch.Check();
        Assert.Null(this.feeds.Conformance);

        this.Publish();
        watch.Check();
        ConformanceState first = this.feeds.Conformance!;
        Assert.Equal(1, first.Checks);
        watch.Check();
        Assert.Same(first, this.feeds.Conformance);
    }

    [Fact]
    public void Tells_an_old_feed()
    {
        ConformanceWatch watch = this.Watch(30);
        this.Publish();
        this.clock.Advance(TimeSpan.FromSeconds(70));
        watch.Check();
        Assert.Equal(3, this.feeds.Conformance!.Findings.CountOf("W008"));
        Assert.Equal(3, this.feeds.Conformance!.Totals["W008"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public async Task Works_as_often_as_the_setting_says(int seconds)
    {
        this.Publish();
        using var stop = new CancellationTokenSource();
        Task running = this.Watch(seconds).RunAsync(stop.Token);
        for (int round = 0; round < 200 && this.feeds.Conformance is null; round++)
        {
            this.clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(seconds > 0 ? 10 : 1), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        await stop.CancelAsync();
        await running;
        Assert.Equal(seconds > 0, this.feeds.Conformance is not null);
    }

    private ConformanceWatch Watch(int seconds) => new(this.feeds, () => this.city.Publisher.Current.Schedule, seconds, this.clock);

    private void Publish()
    {
        RealtimePublisher publisher = new(this.city.Publisher, this.feeds, new FeedOptions(), new HeaderClock(Path.Combine(this.folder.Path, "header")), this.clock);
        publisher.Publish(this.city.Vehicle("a").Publish());
    }
}
