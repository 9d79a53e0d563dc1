using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Server.Options;
using TransitHub.Server.Roles;
using TransitHub.Server.Roles.Encoding;
using TransitHub.Server.Statics;

namespace TransitHub.Server.Tests.Roles.Encoding;

public sealed class StaticConductorTests : IAsyncLifetime
{
    private static readonly FeedId City = FeedId.Parse("city");
    private readonly TestFolder folder = new();
    private readonly FakeTimeProvider clock = new(DateTimeOffset.FromUnixTimeSeconds(1_795_395_300L));
    private LocalStorage storage = null!;
    private RoleContext context = null!;
    private Schedule next = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SharedStatics Statics => this.context.StaticsOf(City);

    public async ValueTask InitializeAsync()
    {
        this.storage = new LocalStorage(this.folder.Path, new ObservationLogOptions(), this.clock);
        var options = new HubOptions { Data = this.folder.Path, Feeds = [new FeedSettings { Id = "city", Shards = 2 }] };
        this.context = new RoleContext(
            options, new Dictionary<FeedId, LoadedSchedule> { [City] = new(TestCity.Schedule, null) }, this.storage, "one", this.clock, NullLoggerFactory.Instance);
        byte[] zip = TestCity.Feed().With("feed_info.txt", "feed_publisher_name,feed_publisher_url,feed_lang,feed_version\nX,https://example.org,en,v2").ToZip().ToArray();
        this.next = Gtfs.Reading.ScheduleReader.Read(new MemoryStream(zip), cancellationToken: Cancel).Schedule;
        await this.storage.StaticZips.PutAsync(City, this.next.ContentHash, zip, Cancel);
        StaticVersion version = new(this.next.Version, this.next.ContentHash, 1, zip.Length, null, null);
        StaticVersion served = new(TestCity.Schedule.Version, TestCity.Schedule.ContentHash, 1, 1, null, null);
        await this.Statics.ChangeAsync(
            book => book with { Versions = [served], Turn = new StaticTurn("one", version, "Ann", "new lines", Timestamp.Now(this.clock).UnixSeconds, false, []) }, "asked", Cancel);
        await this.Statics.GetAsync(this.next.ContentHash, Cancel);
    }

    public ValueTask DisposeAsync()
    {
        this.folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Shards_are_let_go_when_the_last_one_is_ready_and_it_is_done_when_the_state_is_of_it()
    {
        StaticConductor conductor = new(City, this.context);
        await this.SayAsync(0, new ShardWord("one", 1, IsReady: true, null));
        await this.SayAsync(1, new ShardWord("earlier", 1, IsReady: true, null));
        await conductor.LookAsync(TestCity.Schedule, Cancel);
        Assert.False(this.Statics.Book.Turn!.IsGoing);
        await this.SayAsync(1, new ShardWord("one", 1, IsReady: true, null));
        await conductor.LookAsync(TestCity.Schedule, Cancel);
        Assert.True(this.Statics.Book.Turn!.IsGoing);

        // From here on it is not given up, whatever becomes of a shard.
        await this.SayAsync(1, new ShardWord("one", 2, IsReady: false, "No memory."));
        this.clock.Advance(2 * StaticConductor.Patience);
        await conductor.LookAsync(TestCity.Schedule, Cancel);
        Assert.True(this.Statics.Book.Turn!.IsGoing);

        await conductor.LookAsync(this.next, Cancel);
        Assert.Null(this.Statics.Book.Turn);
        Assert.Equal((this.next.ContentHash, "published", "Ann"), (this.Statics.InService, this.Statics.Book.Last!.Outcome, this.Statics.Book.Last.By));
        Assert.True(this.Statics.Book.IsKnown(TestCity.Schedule.ContentHash));
    }

    [Fact]
    public async Task What_a_shard_cannot_or_does_not_in_time_is_given_up_with_the_reason()
    {
        StaticConductor conductor = new(City, this.context);
        await this.SayAsync(0, new ShardWord("one", 1, IsReady: true, null));
        this.clock.Advance(StaticConductor.Patience);
        await conductor.LookAsync(TestCity.Schedule, Cancel);
        Assert.NotNull(this.Statics.Book.Turn);
        this.clock.Advance(TimeSpan.FromSeconds(1));
        await conductor.LookAsync(TestCity.Schedule, Cancel);
        Assert.Null(this.Statics.Book.Turn);
        Assert.Equal("failed", this.Statics.Book.Last!.Outcome);
        Assert.Contains("without a word are 1", Assert.Single(this.Statics.Book.Last.Reasons), StringComparison.Ordinal);

        StaticVersion version = new(this.next.Version, this.next.ContentHash, 1, 1, null, null);
        await this.Statics.ChangeAsync(
            book => book with { Turn = new StaticTurn("two", version, "Ann", "again", Timestamp.Now(this.clock).UnixSeconds, false, []) }, "asked", Cancel);
        await this.SayAsync(1, new ShardWord("two", 1, IsReady: false, "No memory."));
        await conductor.LookAsync(TestCity.Schedule, Cancel);
        Assert.Equal("No memory.", Assert.Single(this.Statics.Book.Last!.Reasons));
        Assert.Equal(TestCity.Schedule.ContentHash, this.Statics.InService);
    }

    private async Task SayAsync(int shard, ShardWord word)
    {
        var id = ShardId.From(City, shard);
        Lease lease = (await this.storage.Leases.TryAcquireAsync(LeaseName.OfShard(id), "owner", TimeSpan.FromHours(9), Cancel))!;
        await this.storage.States.SaveAsync(id, ShardWord.Name, word.Keep(1), lease, Cancel);
    }
}
