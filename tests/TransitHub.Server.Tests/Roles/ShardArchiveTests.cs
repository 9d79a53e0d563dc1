using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.States;
using TransitHub.Core.Time;
using TransitHub.Redis;
using TransitHub.Testing;

namespace TransitHub.Server.Tests.Roles;

/// <summary>Fusion processes that share a redis-server archive the days of their shards.</summary>
public sealed class ShardArchiveTests : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private RedisServer server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => this.server = await RedisServer.StartAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        await this.server.DisposeAsync();
        this.folder.Dispose();
    }

    [Fact]
    public async Task Days_of_both_shards_stand_side_by_side_and_the_next_owner_does_not_make_them_again()
    {
        Timestamp twoDaysAgo = Timestamp.Now(TimeProvider.System).AddSeconds(-2 * 86_400);
        await using RedisStorage storage = await FusionProcess.ConnectAsync(this.server, Cancel);
        for (int shard = 0; shard < 2; shard++)
        {
            await using IObservationLog log = await storage.OpenLogAsync(ShardId.From(FusionProcess.City, shard), null, null, Cancel);
            await log.AppendAsync([Report($"bus-{shard}", twoDaysAgo)], Cancel);
        }

        string day = twoDaysAgo.ToString()[..10];
        string place = Path.Combine(this.folder.Path, "one/city/archive");
        await using (FusionProcess one = await FusionProcess.StartAsync(this.server, "one", 2, Cancel, Path.Combine(this.folder.Path, "one")))
        {
            await UntilAsync(async () => await KeptAsync(storage, 0) == day && await KeptAsync(storage, 1) == day);
            await one.Role.StopAsync(Cancel);
        }

        Assert.Equal([$"{day}.shard-0", $"{day}.shard-1"], Directory.GetDirectories(place).Select(Path.GetFileName).Order());
        await using FusionProcess two = await FusionProcess.StartAsync(this.server, "two", 2, Cancel, Path.Combine(this.folder.Path, "two"));
        await using IObservationLog later = await storage.OpenLogAsync(ShardId.From(FusionProcess.City, 0), null, null, Cancel);
        await later.AppendAsync([Report("bus-0", twoDaysAgo.AddSeconds(86_400 / 2))], Cancel);
        await UntilAsync(async () => (await storage.States.ReadAsync(ShardId.From(FusionProcess.City, 0), "fusion", Cancel)).State?.Sequence >= later.LastSequence);
        Assert.False(Directory.Exists(Path.Combine(this.folder.Path, $"two/city/archive/{day}.shard-0")));
        Assert.Equal(day, await KeptAsync(storage, 1));
    }

    private static async Task<string?> KeptAsync(RedisStorage storage, int shard)
    {
        StateReading reading = await storage.States.ReadAsync(ShardId.From(FusionProcess.City, shard), "archive", Cancel);
        return reading.State is { } state ? System.Text.Encoding.UTF8.GetString(state.Content.Span) : null;
    }

    private static AvlReport Report(string vehicle, Timestamp at) =>
        new() { Device = DeviceId.Parse(vehicle), ReceivedAt = at, MeasuredAt = at, Latitude = 13.75, Longitude = 100.5 };

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        while (!await holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }
}
