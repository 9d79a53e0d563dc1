using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Redis;
using TransitHub.Server.Tests.Roles.Serving;
using TransitHub.Testing;

namespace TransitHub.Server.Tests.Roles;

/// <summary>A shard in a real Redis takes nothing: its log is full of what nobody took in.</summary>
public sealed class IngestBoundTests : IAsyncLifetime
{
    private const int RetrySeconds = 30;
    private static readonly FeedId City = FeedId.Parse("city");
    private static readonly FeedId Other = FeedId.Parse("other");
    private static readonly string Sick = DeviceIn(1, 0);
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private RedisServer server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => this.server = await RedisServer.StartAsync(Cancel);

    public ValueTask DisposeAsync() => this.server.DisposeAsync();

    [Fact]
    public async Task Other_feeds_go_on_and_its_own_feed_is_answered_when_the_bound_is_over()
    {
        AvlReport report = ServeScene.Position(Sick);
        await this.FillAsync(report);
        await using RedisStorage storage = await this.OpenAsync(RetrySeconds, this.clock);
        ObservationIntake city = new(City, new RejectionLedger(), new IntakeOptions());
        ObservationIntake other = new(Other, new RejectionLedger(), new IntakeOptions());
        ShardIngestWriter cityWriter = this.NewWriter(city, storage);
        ShardIngestWriter otherWriter = this.NewWriter(other, storage);
        Task stuck = await city.EnqueueAsync([report], Cancel);
        Task beside = await city.EnqueueAsync([ServeScene.Position(DeviceIn(0, 0))], Cancel);
        Task[] running = [cityWriter.RunAsync(CancellationToken.None), otherWriter.RunAsync(CancellationToken.None)];
        await ServeScene.UntilAsync(() => storage.Problem is not null);

        Task behind = await city.EnqueueAsync([ServeScene.Position(DeviceIn(0, 1))], Cancel);
        await (await other.EnqueueAsync([ServeScene.Position(Sick)], Cancel)).WaitAsync(Cancel);
        this.clock.Advance(TimeSpan.FromSeconds(RetrySeconds - 1));
        await (await other.EnqueueAsync([ServeScene.Position(DeviceIn(0, 0))], Cancel)).WaitAsync(Cancel);
        Assert.False(stuck.IsCompleted);
        Assert.False(behind.IsCompleted);

        // The bound is over with the next try. What its other shards took is acknowledged, the rest comes again.
        await ServeScene.UntilAsync(() =>
        {
            this.clock.Advance(TimeSpan.FromSeconds(1));
            return stuck.IsCompleted;
        });
        Assert.Contains("is full", (await Assert.ThrowsAnyAsync<IOException>(() => stuck)).Message, StringComparison.Ordinal);
        await beside.WaitAsync(Cancel);
        await Assert.ThrowsAnyAsync<IOException>(() => behind.WaitAsync(Cancel));
        Assert.Equal(new IntakeCounters(3, 1, 0, 0, 2, 0), city.Counters);
        Assert.Equal(2, other.Counters.Accepted);

        // A fusion process takes in what is there, and the feed goes on by itself.
        await this.DrainAsync();
        Task again = await city.EnqueueAsync([ServeScene.Position(Sick), ServeScene.Position(DeviceIn(0, 1))], Cancel);
        await ServeScene.UntilAsync(() =>
        {
            this.clock.Advance(TimeSpan.FromSeconds(1));
            return again.IsCompleted;
        });
        await again;
        cityWriter.Finish();
        otherWriter.Finish();
        await Task.WhenAll(running).WaitAsync(Cancel);
        Assert.Null(cityWriter.Problem);
    }

    private static string DeviceIn(int shard, int number) =>
        Enumerable.Range(0, 100).Select(n => $"bus-{n}").Where(d => ShardId.Of(City, DeviceId.Parse(d), 2).Number == shard).ElementAt(number);

    private ShardIngestWriter NewWriter(ObservationIntake intake, RedisStorage storage) =>
        new(intake, 2, (shard, cancellation) => storage.OpenLogAsync(shard, lease: null, report: null, cancellation), this.clock);

    private Task<RedisStorage> OpenAsync(double retrySeconds, TimeProvider time) => RedisStorage.OpenAsync(
        new RedisOptions { Address = $"redis://127.0.0.1:{this.server.Port}", RetrySeconds = retrySeconds, RetainBytes = 65_536 }, time, NullLogger.Instance, Cancel);

    /// <summary>Until not even this one fits.</summary>
    private async Task FillAsync(AvlReport report)
    {
        await using RedisStorage storage = await this.OpenAsync(0, TimeProvider.System);
        await using IObservationLog log = await storage.OpenLogAsync(ShardId.From(City, 1), null, null, Cancel);
        foreach (int count in new[] { 50, 1 })
        {
            Exception? full = null;
            while (full is null)
            {
                full = await Record.ExceptionAsync(async () => await log.AppendAsync([.. Enumerable.Repeat(report, count)], Cancel));
            }

            Assert.Equal(RedisTrouble.LogFull, Assert.IsType<RedisStorageException>(full).Trouble);
        }
    }

    private async Task DrainAsync()
    {
        await using RedisStorage storage = await this.OpenAsync(0, TimeProvider.System);
        await using IObservationLog log = await storage.OpenLogAsync(ShardId.From(City, 1), null, null, Cancel);
        await log.TrimAsync(log.LastSequence, log.LastSequence, Cancel);
    }
}
