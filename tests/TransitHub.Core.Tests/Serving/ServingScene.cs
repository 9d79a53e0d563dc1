using System.Buffers.Binary;
using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Ids;
using TransitHub.Core.Serving;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Tests.Fusion;
using TransitHub.Core.Tests.Fusion.Shards;
using TransitHub.Gtfs;

namespace TransitHub.Core.Tests.Serving;

/// <summary>Shards that tell made-up states into streams of a storage of the test's own. Changes stand there as numbers of the scene's own list.</summary>
internal sealed class ServingScene : IAsyncDisposable
{
    public const int Shards = 3;
    private readonly string folder = Directory.CreateTempSubdirectory("transithub-test-").FullName;
    private readonly FakeTimeProvider clock = new(DateTimeOffset.FromUnixTimeSeconds(1_772_400_000));
    private readonly List<ShardChanges> told = [];
    private readonly MadeUpShard[] shards;
    private readonly long[] numbers = new long[Shards];
    private int owners;

    public ServingScene(int seed)
    {
        var street = new StreetScene();
        for (int i = 0; i < 8; i++)
        {
            street.Trip($"T{i}", $"08:0{i}:00", [0, 1, 2, 3]);
        }

        this.Schedule = street.Schedule;
        var later = new StreetScene();
        for (int i = 0; i < 8; i++)
        {
            later.Trip($"U{i}", $"09:0{i}:00", [0, 1, 2, 3]);
        }

        this.Next = later.Schedule;
        this.shards = [.. Enumerable.Range(0, Shards).Select(i => new MadeUpShard(i, this.Schedule, (seed * 10) + i))];
        this.Reopen();
        this.Form = new ChangesForm(this.Write, bytes => this.told[BinaryPrimitives.ReadInt32LittleEndian(bytes.Span)]);
    }

    public LocalStorage Storage { get; private set; } = null!;

    public ChangesForm Form { get; }

    public Schedule Schedule { get; }

    /// <summary>Another static feed.</summary>
    public Schedule Next { get; }

    /// <summary>What processes have of it.</summary>
    public FoundSchedule Found { get; set; }

    /// <summary>All that shards told, in no order between them.</summary>
    public List<ShardTold> All { get; } = [];

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Another process on the same files.</summary>
    public void Reopen() => this.Storage = new LocalStorage(this.folder, new ObservationLogOptions(), this.clock);

    /// <summary>Lets all leases run out.</summary>
    public void Forget() => this.clock.Advance(TimeSpan.FromHours(2));

    public FeedReplica NewReplica() => new(MadeUpShard.Feed, this.Schedule, this.Storage, this.Form, others: this.Find);

    /// <summary>A shard stands on the other static feed from its next state on.</summary>
    public void GoOver(int shard) => this.shards[shard] = new MadeUpShard(shard, this.Next, shard);

    /// <summary>One that has just got the lease, after all others lost it.</summary>
    public async Task<FeedSequencer> TakeOverAsync(int resumable = 1000)
    {
        this.Forget();
        string owner = "owner-" + this.owners++;
        Lease lease = (await this.Storage.Leases.TryAcquireAsync(LeaseName.OfEncoder(MadeUpShard.Feed), owner, TimeSpan.FromHours(1), Cancel))!;
        var sequencer = new FeedSequencer(MadeUpShard.Feed, this.Schedule, Shards, this.Storage, this.Form, lease, resumable, this.Find);
        await sequencer.BeginAsync("epoch-" + owner, Cancel);
        return sequencer;
    }

    /// <summary>Lets a shard tell its next state.</summary>
    public async Task TellAsync(int shard, bool whole = false)
    {
        ShardTold next = this.shards[shard].Next(whole) with { Number = ++this.numbers[shard] };
        LeaseName name = LeaseName.OfShard(ShardId.From(MadeUpShard.Feed, shard));
        Lease lease = (await this.Storage.Leases.TryAcquireAsync(name, "shard", TimeSpan.FromHours(1), Cancel))!;
        await this.Storage.Changes.AppendAsync(next.Number, this.Write(next.Changes), lease, Cancel);
        this.All.Add(next);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(this.folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private FoundSchedule Find(ShardChanges told) => told.IsOf(this.Next) ? this.Found : default;

    private byte[] Write(ShardChanges changes)
    {
        byte[] bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, this.told.Count);
        this.told.Add(changes);
        return bytes;
    }
}
