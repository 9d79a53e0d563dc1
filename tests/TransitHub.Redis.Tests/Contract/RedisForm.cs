using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Leases;
using TransitHub.Testing;

namespace TransitHub.Redis.Tests.Contract;

/// <summary>Servers of a test class's own, under a prefix of the test's own.</summary>
/// <param name="nodes">The servers: one, or a cluster's.</param>
/// <param name="prefix">In front of the test's keys.</param>
internal sealed class RedisForm(IReadOnlyList<RedisServer> nodes, string prefix) : IStorageForm
{
    private readonly List<IHubStorage> opened = [];
    private ConnectionMultiplexer? raw;

    public RedisKeys Keys { get; } = new(prefix);

    public RedisOptions Options { get; } = new()
    {
        Address = "redis://" + string.Join(',', nodes.Select(n => $"127.0.0.1:{n.Port}")),
        KeyPrefix = prefix,
        EntryBytes = 4096,
        RetainHours = 1,
        RetainBytes = 1 << 20,
        RetrySeconds = 60,
    };

    public async Task<IHubStorage> OpenAsync()
    {
        RedisStorage storage = await RedisStorage.OpenAsync(this.Options, TimeProvider.System, NullLogger.Instance, TestContext.Current.CancellationToken);
        this.opened.Add(storage);
        return storage;
    }

    /// <summary>What Redis does when the time is over, without waiting for it.</summary>
    public async Task ExpireAsync(LeaseName name)
    {
        IDatabase database = await this.RawAsync();
        while (true)
        {
            try
            {
                await database.KeyDeleteAsync(this.Keys.Lease(name));
                return;
            }
            catch (RedisException)
            {
                // Just started again: a cluster's nodes have yet to find each other.
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
            }
        }
    }

    public async Task<IHubStorage> KillAndRestartAsync(IHubStorage storage)
    {
        foreach (RedisServer node in nodes)
        {
            await node.KillAsync();
        }

        foreach (RedisServer node in nodes)
        {
            await node.RunAsync(TestContext.Current.CancellationToken);
        }

        return storage;
    }

    public async Task DamageLogAsync(ShardId shard, long sequence)
    {
        IDatabase database = await this.RawAsync();
        RedisKey log = this.Keys.Log(shard);
        StreamEntry[] entries = await database.StreamRangeAsync(log);
        await database.KeyDeleteAsync(log);
        foreach (StreamEntry entry in entries)
        {
            byte[] bytes = entry["b"]!;
            int record = bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes($"bus:{sequence - 1}"));
            if (record >= 0)
            {
                bytes[record] ^= 1;
            }

            NameValueEntry[] fields = [.. entry.Values.Select(v => v.Name == "b" ? new NameValueEntry("b", bytes) : v)];
            await database.StreamAddAsync(log, fields, entry.Id);
        }
    }

    public async Task DamageStateAsync(ShardId shard, string name)
    {
        IDatabase database = await this.RawAsync();
        long generation = (long)await database.HashGetAsync(this.Keys.State(LeaseName.OfShard(shard), name), "generation");
        byte[] part = (await database.HashGetAsync(this.Keys.StateContent(LeaseName.OfShard(shard), name, generation), 0))!;
        part[^1] ^= 1;
        await database.HashSetAsync(this.Keys.StateContent(LeaseName.OfShard(shard), name, generation), 0, part);
    }

    /// <summary>A connection that is not the hub's.</summary>
    public async Task<IDatabase> RawAsync()
    {
        this.raw ??= await ConnectionMultiplexer.ConnectAsync(string.Join(',', nodes.Select(n => $"127.0.0.1:{n.Port}")) + ",allowAdmin=true");
        return this.raw.GetDatabase();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IHubStorage storage in this.opened)
        {
            await storage.DisposeAsync();
        }

        if (this.raw is not null)
        {
            await this.raw.DisposeAsync();
        }
    }
}
