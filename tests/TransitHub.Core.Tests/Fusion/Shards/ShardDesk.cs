using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Changes;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Storage.Quarantine;
using TransitHub.Core.Tests.Observations;
using TransitHub.Core.Tests.Storage;
using TransitHub.Gtfs;

namespace TransitHub.Core.Tests.Fusion.Shards;

/// <summary>One shard in the embedded storage with a clock of the test's own. Its owner may be killed at any moment and another take over.</summary>
internal sealed class ShardDesk : IChangeStreams, IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private readonly SharedLogs storage;
    private readonly MergedState follower = new(Shard.Feed, Schedule.Empty);
    private readonly List<ShardChanges> told = [];
    private ShardWork? work;
    private Lease? lease;
    private int owners;

    public ShardDesk()
    {
        this.storage = new SharedLogs(this.folder.Path, this.Clock) { Changes = this };
        this.Site = new ShardSite(
            new ShardSetup(Shard, 1, Schedule.Empty, new FeedRuntimeOptions()), this.storage, this.Encode, new ShardRunOptions { SaveSeconds = 1, SaveRecords = 5 }, this.Clock, this.Notices.Add);
    }

    public static ShardId Shard { get; } = ShardId.From(FeedId.Parse("city"), 0);

    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.FromUnixTimeSeconds(Reports.Start));

    public ShardSite Site { get; set; }

    public ShardProgress Progress { get; } = new();

    public SharedLogs Storage => this.storage;

    public List<LoggedRecord> Log => this.storage.Of(Shard);

    public List<string> Notices { get; } = [];

    /// <summary>What those who follow made of what was published, in order.</summary>
    public List<string> Published { get; } = [];

    /// <summary>The sequences of those that were to be told as a whole, with a space before each.</summary>
    public string Whole { get; private set; } = string.Empty;

    public Action? BeforePublishing { get; set; }

    public Action? AfterPublishing { get; set; }

    public ShardWork Work => this.work!;

    public Lease Lease => this.lease!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A state in one line: all of it that this test's reports can change.</summary>
    public static string Line(HubSnapshot state) => string.Create(
        CultureInfo.InvariantCulture,
        $"{state.Sequence} at {state.CreatedAt.UnixMilliseconds}: {string.Join(' ', state.Vehicles.Select(v => $"{v.Id}@{v.Latitude:R}/{v.ReceivedAt.UnixMilliseconds}"))}");

    /// <summary>Another process takes the shard; the one before, if any, is gone without a word and its time is over.</summary>
    public async Task TakeOverAsync()
    {
        await this.KillAsync();
        this.lease = (await this.storage.Leases.TryAcquireAsync(LeaseName.OfShard(Shard), $"process-{++this.owners}", TimeSpan.FromSeconds(3), Cancel))!;
        this.work = ShardWork.Open(this.Site, this.lease, this.Progress, Cancel);
    }

    /// <summary>The process is killed.</summary>
    public async Task KillAsync()
    {
        if (this.work is { } gone)
        {
            this.work = null;
            await gone.DisposeAsync();
            await this.storage.Leases.ReleaseAsync(this.lease!, Cancel);
        }
    }

    /// <summary>Time passes, the lease is renewed, and the shard takes what its log has.</summary>
    public async Task PassAsync(double seconds = 0.25)
    {
        this.Clock.Advance(TimeSpan.FromSeconds(seconds));
        Assert.True(await this.storage.Leases.TryRenewAsync(this.Lease, TimeSpan.FromSeconds(3), Cancel));
        while (this.Work.Step(Cancel))
        {
        }
    }

    /// <summary>An observation comes in.</summary>
    public void Receive(Observation observation)
    {
        lock (this.Log)
        {
            this.Log.Add(new LoggedRecord(this.Log.Count + 1, observation));
        }
    }

    /// <summary>What an undisturbed owner makes of the log as it is now.</summary>
    /// <param name="without">A record that is left out; 0: none is.</param>
    public List<string> Undisturbed(long without = 0)
    {
        var machine = new ShardMachine(this.Site.Setup);
        return [.. this.Log.Where(r => r.Sequence != without).Select(machine.Take).OfType<ShardOutput>().Select(o => Line(o.State))];
    }

    public async Task<QuarantineList> QuarantineAsync() => await this.storage.Quarantine.ListAsync(Shard, Cancel);

    private byte[] Encode(ShardChanges changes)
    {
        this.told.Add(changes);
        return BitConverter.GetBytes(this.told.Count - 1);
    }

    /// <summary>A state in this test is a place in the log, and what was made of the records up to there is made again.</summary>
    public async ValueTask AppendAsync(long id, ReadOnlyMemory<byte> content, Lease lease, CancellationToken cancellationToken)
    {
        if ((await this.storage.Leases.FindAsync(lease.Name, cancellationToken))?.Token != lease.Token)
        {
            throw new LeaseLostException(lease);
        }

        this.BeforePublishing?.Invoke();
        if (id != this.Published.Count + 1)
        {
            throw new ChangeGapException(lease.Name, id, this.Published.Count);
        }

        ShardChanges changes = this.told[BitConverter.ToInt32(content.Span)];
        this.Published.Add(Line(this.follower.Apply(id, [new ShardTold(Shard.Number, id, changes)])));
        this.Whole += changes.IsWhole ? $" {id}" : string.Empty;
        this.AfterPublishing?.Invoke();
    }

    public ValueTask<ChangeExtent> ExtentAsync(LeaseName stream, CancellationToken cancellationToken) => ValueTask.FromResult(new ChangeExtent(1, this.Published.Count));

    public ValueTask<ChangePage> ReadAfterAsync(LeaseName stream, long id, int most, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask TrimAsync(LeaseName stream, long first, CancellationToken cancellationToken) => throw new NotSupportedException();

    public async ValueTask DisposeAsync()
    {
        await this.KillAsync();
        await this.storage.DisposeAsync();
        this.folder.Dispose();
    }
}
