using System.Diagnostics;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage.Leases;

namespace TransitHub.Chaos;

/// <summary>Makes one trouble after another, each until the hub is well again.</summary>
/// <param name="hub">Whose.</param>
/// <param name="options">How long to leave it alone between.</param>
internal sealed class ChaosTroubles(ChaosHub hub, ChaosOptions options)
{
    /// <summary>Longer than any lease.</summary>
    private static readonly TimeSpan BeyondLeases = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RedisIsGone = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private readonly List<ChaosTrouble> made = [];
    private readonly List<string> faults = [];
    private Dictionary<ShardId, LeaseHolder?> before = [];

    /// <summary>What was done, in order.</summary>
    public IReadOnlyList<ChaosTrouble> Made => this.made;

    /// <summary>What was wrong.</summary>
    public IReadOnlyList<string> Faults => this.faults;

    /// <summary>Goes through all of them, again and again, until told to stop; the first time to the end in any case.</summary>
    public async Task RunAsync(CancellationToken stop, CancellationToken cancellation)
    {
        Trouble[] all =
        [
            .. hub.All.Select(m => new Trouble("kill -9 of " + m.Name, _ => KillAsync(m))),
            .. hub.Fusion.Take(1).Select(m => new Trouble($"pause of {m.Name} beyond its leases", c => this.PauseAsync(m, c)) { End = c => this.EndPauseAsync(m, c) }),
            new Trouble($"kill -9 of Redis, {RedisIsGone.TotalSeconds:0} s", this.KillRedisAsync),
            new Trouble($"pause of Redis, {BeyondLeases.TotalSeconds:0} s", this.PauseRedisAsync),
            new Trouble("restart of the broker", hub.Broker.RestartAsync),
            .. hub.Serve.Concat(hub.Fusion).Concat(hub.Ingest).Select(m => new Trouble($"rolling restart, {m.Name}", c => this.RestartAsync(m, c))),
        ];
        for (bool isFirst = true; isFirst || !stop.IsCancellationRequested; isFirst = false)
        {
            foreach (Trouble trouble in all)
            {
                if (!isFirst && stop.IsCancellationRequested)
                {
                    return;
                }

                await Task.Delay(TimeSpan.FromSeconds(options.RestSeconds), TimeProvider.System, cancellation);
                await this.MakeAsync(trouble, cancellation);
            }
        }
    }

    private async Task MakeAsync(Trouble trouble, CancellationToken cancellation)
    {
        long began = Stopwatch.GetTimestamp();
        await trouble.Begin(cancellation);
        await this.UntilNewStatesAsync(cancellation);
        double goesOn = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await trouble.End(cancellation);
        await hub.UntilReadyAsync(cancellation);
        this.made.Add(new ChaosTrouble(trouble.Name, goesOn, Stopwatch.GetElapsedTime(began).TotalSeconds));
        options.Notice?.Invoke(FormattableString.Invariant($"{trouble.Name}: each shard has a new state after {goesOn:F1} s, all are ready after {this.made[^1].ReadySeconds:F1} s"));
    }

    private static async Task KillAsync(HubMember member)
    {
        await member.KillAsync();
        member.Start();
    }

    /// <summary>As an upgrade does it, one process after the other.</summary>
    private async Task RestartAsync(HubMember member, CancellationToken cancellation)
    {
        if (await member.TerminateAsync(cancellation) is var code and not 0)
        {
            this.faults.Add($"{member.Name} ended with {code} when it was told to stop.");
        }

        member.Start();
    }

    private async Task PauseAsync(HubMember member, CancellationToken cancellation)
    {
        this.before = await this.HoldersAsync(cancellation);
        await member.SignalAsync("STOP");
    }

    /// <summary>While it stood still another took its shards; when it goes on it must not write.</summary>
    private async Task EndPauseAsync(HubMember member, CancellationToken cancellation)
    {
        await Task.Delay(BeyondLeases, TimeProvider.System, cancellation);
        Dictionary<ShardId, LeaseHolder?> during = await this.HoldersAsync(cancellation);
        await member.SignalAsync("CONT");
        if (this.before.All(b => b.Value?.Token == during[b.Key]?.Token))
        {
            this.faults.Add($"Nobody took a shard of {member.Name} while it stood still, or it had none.");
        }
    }

    private async Task KillRedisAsync(CancellationToken cancellation)
    {
        await hub.Redis.KillAsync();
        await Task.Delay(RedisIsGone, TimeProvider.System, cancellation);
        await hub.Redis.RunAsync(cancellation);
    }

    private async Task PauseRedisAsync(CancellationToken cancellation)
    {
        await hub.Redis.SignalAsync("STOP");
        await Task.Delay(BeyondLeases, TimeProvider.System, cancellation);
        await hub.Redis.SignalAsync("CONT");
    }

    private async Task<Dictionary<ShardId, LeaseHolder?>> HoldersAsync(CancellationToken cancellation)
    {
        Dictionary<ShardId, LeaseHolder?> holders = [];
        foreach (ShardId shard in hub.Shards)
        {
            holders[shard] = await hub.Storage.Leases.FindAsync(LeaseName.OfShard(shard), cancellation);
        }

        return holders;
    }

    /// <summary>Waits until each shard has told a state that it had not told when this began.</summary>
    private async Task UntilNewStatesAsync(CancellationToken cancellation)
    {
        foreach ((ShardId shard, long before) in await Task.WhenAll(hub.Shards.Select(async s => (s, await this.StateOfAsync(s, cancellation)))))
        {
            while (await this.StateOfAsync(shard, cancellation) <= before)
            {
                await Task.Delay(Look, TimeProvider.System, cancellation);
            }
        }
    }

    private async Task<long> StateOfAsync(ShardId shard, CancellationToken cancellation) =>
        (await hub.Storage.Changes.ExtentAsync(LeaseName.OfShard(shard), cancellation)).Last;

    /// <summary>What is done, and, once each shard has told a new state all the same, how it ends.</summary>
    private sealed record Trouble(string Name, Func<CancellationToken, Task> Begin)
    {
        public Func<CancellationToken, Task> End { get; init; } = _ => Task.CompletedTask;
    }
}
