using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Storage.Registry;
using TransitHub.Core.Storage.States;
using TransitHub.Redis.Tests.Contract;
using TransitHub.Testing;
using static TransitHub.Redis.Tests.Samples;

namespace TransitHub.Redis.Tests.Connection;

/// <summary>What an operator is told when something is wrong with Redis, and what comes right by itself.</summary>
public sealed class RedisTroubleTests
{
    private static readonly ShardId Shard = ShardId.From(City, 0);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_listens()
    {
        string address = $"127.0.0.1:{TestPorts.Free()}";
        await Says(RedisTrouble.Unreachable, () => OpenAsync(new RedisOptions { Address = "redis://" + address }), address, "Redis:Address");
    }

    [Theory]
    [InlineData("")]
    [InlineData(":wrong@")]
    [InlineData("nobody:right@")]
    public async Task A_password_is_wrong_or_missing(string login)
    {
        await using RedisServer server = await RedisServer.StartAsync(Cancel, "redis-server", "--requirepass", "right");
        await Says(RedisTrouble.Refused, () => OpenAsync(new RedisOptions { Address = $"redis://{login}127.0.0.1:{server.Port}" }), "password", "Redis:Address");
        await using RedisStorage right = await OpenAsync(new RedisOptions { Address = $"redis://:right@127.0.0.1:{server.Port}" });
        Assert.Null(right.Problem);
    }

    [Fact]
    public async Task A_password_never_stands_in_a_message()
    {
        int port = TestPorts.Free();
        RedisStorageException error = await Assert.ThrowsAsync<RedisStorageException>(() => OpenAsync(new RedisOptions { Address = $"redis://hub:top-secret@127.0.0.1:{port}" }));
        Assert.DoesNotContain("top-secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_a_replica()
    {
        await using RedisServer master = await RedisServer.StartAsync(Cancel);
        await using RedisServer replica = await RedisServer.StartAsync(Cancel, "redis-server", "--replicaof", "127.0.0.1", $"{master.Port}");
        await Says(RedisTrouble.ReadOnly, () => OpenAsync(new RedisOptions { Address = $"redis://127.0.0.1:{replica.Port}" }), "replica", "Redis:Address");
    }

    [Fact]
    public async Task It_becomes_a_replica_while_the_hub_writes()
    {
        await using RedisServer other = await RedisServer.StartAsync(Cancel);
        await using RedisServer server = await RedisServer.StartAsync(Cancel);
        await using RedisStorage storage = await OpenAsync(Options(server) with { RetrySeconds = 0 });
        await using IObservationLog log = await storage.OpenLogAsync(Shard, null, null, Cancel);
        await log.AppendAsync(Reports(1, 0), Cancel);
        await server.CommandAsync(Cancel, "REPLICAOF", "127.0.0.1", $"{other.Port}");
        await Says(RedisTrouble.ReadOnly, async () => await log.AppendAsync(Reports(1, 1), Cancel), "replica", "log of city/0");
        Assert.Contains("replica", storage.Problem, StringComparison.Ordinal);
        await server.CommandAsync(Cancel, "REPLICAOF", "NO", "ONE");
    }

    [Fact]
    public async Task Its_memory_is_full_and_nothing_acknowledged_is_lost()
    {
        await using RedisServer server = await RedisServer.StartAsync(Cancel, "redis-server", "--maxmemory", "4mb", "--maxmemory-policy", "noeviction");
        await using RedisStorage storage = await OpenAsync(Options(server) with { RetrySeconds = 0 });
        await using IObservationLog log = await storage.OpenLogAsync(Shard, null, null, Cancel);
        int written = 0;
        RedisStorageException? full = null;
        while (full is null)
        {
            try
            {
                await log.AppendAsync(Reports(500, written, written * 500), Cancel);
                written++;
            }
            catch (RedisStorageException exception)
            {
                full = exception;
            }
        }

        Assert.Equal(RedisTrouble.OutOfMemory, full.Trouble);
        Assert.Contains("maxmemory", full.Message, StringComparison.Ordinal);
        await server.CommandAsync(Cancel, "CONFIG", "SET", "maxmemory", "64mb");
        await log.AppendAsync(Reports(1, 0), Cancel);
        Assert.Null(storage.Problem);
        Assert.Equal(log.LastSequence, log.ReadAfter(0, Cancel).Count());
        Assert.True(log.LastSequence > written * 500);
    }

    [Fact]
    public async Task It_cannot_write_its_files_and_goes_on_by_itself_when_it_can()
    {
        await using RedisServer server = await RedisServer.StartAsync(Cancel, "redis-server", "--save", "3600 1");
        await using RedisStorage storage = await OpenAsync(new RedisOptions { Address = $"redis://127.0.0.1:{server.Port}", RetrySeconds = 0 });
        await using RedisStorage patient = await OpenAsync(new RedisOptions { Address = $"redis://127.0.0.1:{server.Port}", RetrySeconds = 60 });
        await using IObservationLog log = await storage.OpenLogAsync(Shard, null, null, Cancel);
        await using IObservationLog waiting = await patient.OpenLogAsync(Shard, null, null, Cancel);
        await log.AppendAsync(Reports(10, 0), Cancel);

        // A folder stands where its file is to be: as with a full disk it cannot save, and then takes no writes.
        string file = Path.Combine((await server.CommandAsync(Cancel, "CONFIG", "GET", "dir")).Split('\n')[1].Trim(), "dump.rdb");
        File.Delete(file);
        Directory.CreateDirectory(Path.Combine(file, "in-the-way"));
        await SaveAsync(server, "err");
        await Says(RedisTrouble.OutOfMemory, async () => await log.AppendAsync(Reports(10, 60), Cancel), "cannot write its own files", "Make room on its disk");
        Assert.Equal(10, log.ReadAfter(0, Cancel).Count());

        Task<long> append = waiting.AppendAsync(Reports(10, 120), Cancel).AsTask();
        await UntilAsync(() => Task.FromResult(patient.Problem is not null));
        Assert.False(append.IsCompleted);
        Directory.Delete(file, recursive: true);
        await SaveAsync(server, "ok");

        Assert.Equal(11, await append);
        Assert.Null(patient.Problem);
        Assert.Equal(20, log.ReadAfter(0, Cancel).Count());
    }

    [Fact]
    public async Task Something_else_uses_a_key()
    {
        await using RedisServer server = await RedisServer.StartAsync(Cancel);
        await using var form = new RedisForm([server], "test");
        IHubStorage storage = await form.OpenAsync();
        await (await form.RawAsync()).StringSetAsync(form.Keys.Log(Shard), "mine");
        await using IObservationLog log = await storage.OpenLogAsync(Shard, null, null, Cancel);
        await Says(RedisTrouble.WrongType, async () => await log.AppendAsync(Reports(1, 0), Cancel), "another kind", "Redis:KeyPrefix");
        await Says(RedisTrouble.WrongType, () => Task.Run(() => log.ReadAfter(0, Cancel).Count()), "another kind", "log of city/0");
    }

    [Fact]
    public async Task It_is_gone_and_comes_back()
    {
        await using RedisServer server = await RedisServer.StartAsync(Cancel);
        await using RedisStorage storage = await OpenAsync(Options(server) with { RetrySeconds = 0 });
        await using IObservationLog log = await storage.OpenLogAsync(Shard, null, null, Cancel);
        await log.AppendAsync(Reports(1, 0), Cancel);
        await server.KillAsync();
        await Says(RedisTrouble.Unreachable, async () => await log.AppendAsync(Reports(1, 1), Cancel), $"127.0.0.1:{server.Port}", "log of city/0");
        Assert.NotNull(storage.Problem);
        await server.RunAsync(Cancel);
        while (storage.Problem is not null)
        {
            try
            {
                await storage.Leases.FindAsync(LeaseName.OfShard(Shard), Cancel);
            }
            catch (RedisStorageException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancel);
            }
        }

        Assert.Single(log.ReadAfter(0, Cancel));
    }

    [Fact]
    public async Task Scripts_that_the_server_has_forgotten_are_told_again()
    {
        await using RedisServer server = await RedisServer.StartAsync(Cancel);
        await using RedisStorage storage = await OpenAsync(Options(server));
        await using IObservationLog log = await storage.OpenLogAsync(Shard, null, null, Cancel);
        await log.AppendAsync(Reports(1, 0), Cancel);
        Assert.Equal("OK", await server.CommandAsync(Cancel, "SCRIPT", "FLUSH"));
        await log.AppendAsync(Reports(1, 1), Cancel);
        Assert.Equal(2, log.ReadAfter(0, Cancel).Count());
    }

    [Fact]
    public async Task A_newer_hub_has_written_the_state_the_log_or_the_devices()
    {
        await using RedisServer server = await RedisServer.StartAsync(Cancel);
        await using var form = new RedisForm([server], "test");
        IHubStorage storage = await form.OpenAsync();
        IDatabase raw = await form.RawAsync();
        Lease lease = (await storage.Leases.TryAcquireAsync(LeaseName.OfShard(Shard), "one", TimeSpan.FromHours(1), Cancel))!;
        await storage.States.SaveAsync(Shard, "fusion", new StoredState(1, 1, Bytes(10, 1)), lease, Cancel);
        await raw.HashSetAsync(form.Keys.State(LeaseName.OfShard(Shard), "fusion"), "format", 2);
        await Newer(async () => await storage.States.ReadAsync(Shard, "fusion", Cancel));
        await storage.Registry.TryReplaceAsync(City, "devices: []", 0, Cancel);
        await raw.HashSetAsync(form.Keys.Registry(City), "format", 2);
        await Newer(async () => await storage.Registry.FindAsync(City, 0, Cancel));

        static async Task Newer(Func<Task> call) =>
            Assert.Contains("format 2 and this hub reads up to 1", (await Assert.ThrowsAsync<NewerFormatException>(call)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_published_feed_or_devices_file_that_is_damaged_is_not_given_out()
    {
        await using RedisServer server = await RedisServer.StartAsync(Cancel);
        await using var form = new RedisForm([server], "test");
        IHubStorage storage = await form.OpenAsync();
        IDatabase raw = await form.RawAsync();
        Lease lease = (await storage.Leases.TryAcquireAsync(LeaseName.OfEncoder(City), "one", TimeSpan.FromHours(1), Cancel))!;
        await storage.Feeds.PublishAsync(City, [Feed("alerts", 1)], lease, Cancel);
        byte[] bytes = (await raw.HashGetAsync(form.Keys.FeedContent(City, "alerts", 1), 0))!;
        bytes[^1] ^= 1;
        await raw.HashSetAsync(form.Keys.FeedContent(City, "alerts", 1), 0, bytes);
        await Says(RedisTrouble.Damaged, async () => await storage.Feeds.FindAsync(City, null, Cancel), "alerts", "next publication");
        await storage.Feeds.PublishAsync(City, [Feed("alerts", 2)], lease, Cancel);
        Assert.Equal(Start + 2, (await storage.Feeds.FindAsync(City, null, Cancel))!.Feeds.Single().Bytes.HeaderTimestamp);

        await storage.Registry.TryReplaceAsync(City, "devices: []", 0, Cancel);
        await raw.HashSetAsync(form.Keys.Registry(City), "text", "devices: [x]");
        await Says(RedisTrouble.Damaged, async () => await storage.Registry.FindAsync(City, 0, Cancel), "devices", "Write it anew");
        Assert.Equal(new RegistryDocument(2, "y"), await storage.Registry.TryReplaceAsync(City, "y", 1, Cancel) is 2 ? await storage.Registry.FindAsync(City, 1, Cancel) : null);
    }

    private static RedisOptions Options(RedisServer server) => new() { Address = $"redis://127.0.0.1:{server.Port}" };

    private static Task<RedisStorage> OpenAsync(RedisOptions options) => RedisStorage.OpenAsync(options, TimeProvider.System, NullLogger.Instance, Cancel);

    private static async Task SaveAsync(RedisServer server, string status)
    {
        await server.CommandAsync(Cancel, "BGSAVE");
        await UntilAsync(async () => await server.CommandAsync(Cancel, "INFO", "persistence") is var told
            && told.Contains("rdb_bgsave_in_progress:0", StringComparison.Ordinal) && told.Contains($"rdb_last_bgsave_status:{status}", StringComparison.Ordinal));
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        while (!await holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancel);
        }
    }

    private static async Task Says(RedisTrouble trouble, Func<Task> call, params string[] words)
    {
        RedisStorageException error = await Assert.ThrowsAsync<RedisStorageException>(call);
        Assert.True(trouble == error.Trouble, error.ToString());
        Assert.All(words, w => Assert.Contains(w, error.Message, StringComparison.Ordinal));
    }
}
