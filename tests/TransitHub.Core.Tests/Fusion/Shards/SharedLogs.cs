using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Changes;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Storage.Published;
using TransitHub.Core.Storage.Quarantine;
using TransitHub.Core.Storage.Registry;
using TransitHub.Core.Storage.States;
using TransitHub.Core.Time;

namespace TransitHub.Core.Tests.Fusion.Shards;

/// <summary>The embedded storage, with logs in memory that many writers share as they do in Redis.</summary>
internal sealed class SharedLogs(string folder, TimeProvider clock) : IHubStorage
{
    private readonly LocalStorage local = new(folder, new ObservationLogOptions(), clock);
    private readonly Dictionary<ShardId, List<LoggedRecord>> logs = [];

    public ILeases Leases => this.local.Leases;

    public IStateStore States => this.local.States;

    public required IChangeStreams Changes { get; init; }

    public IFeedStore Feeds => this.local.Feeds;

    public Core.Storage.Books.IBookStore Alerts => this.local.Alerts;

    public Core.Storage.Books.IBookStore ServiceChanges => this.local.ServiceChanges;

    public Core.Storage.Books.IBookStore Statics => this.local.Statics;

    public Core.Storage.Statics.IStaticStore StaticZips => this.local.StaticZips;

    public IDeviceRegistryStore Registry => this.local.Registry;

    public IQuarantine Quarantine => this.local.Quarantine;

    /// <summary>When not null, the storage cannot be reached.</summary>
    public string? Failure { get; set; }

    /// <summary>A shard whose log takes nothing.</summary>
    public ShardId? Full { get; set; }

    public List<LoggedRecord> Of(ShardId shard) => this.logs.TryGetValue(shard, out List<LoggedRecord>? log) ? log : this.logs[shard] = [];

    public ValueTask<IObservationLog> OpenLogAsync(ShardId shard, Lease? lease, Action<LogNotice>? report, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IObservationLog>(new End(this, shard, lease));

    public ValueTask DisposeAsync() => this.local.DisposeAsync();

    private sealed class End(SharedLogs all, ShardId shard, Lease? lease) : IObservationLog
    {
        private readonly List<LoggedRecord> records = all.Of(shard);

        public long LastSequence => this.records.Count;

        public async ValueTask<long> AppendAsync(IReadOnlyList<Observation> observations, CancellationToken cancellationToken)
        {
            await this.CheckAsync();
            if (shard == all.Full)
            {
                throw new IOException("The log is full.");
            }

            lock (this.records)
            {
                this.records.AddRange(observations.Select((o, i) => new LoggedRecord(this.records.Count + 1 + i, o)).ToList());
                return this.records.Count - observations.Count + 1;
            }
        }

        public IEnumerable<LoggedRecord> Read(Timestamp from, CancellationToken cancellationToken) => this.records.Where(r => r.Observation.ReceivedAt >= from);

        public IEnumerable<LoggedRecord> ReadAfter(long sequence, CancellationToken cancellationToken)
        {
            all.ThrowIfGone();
            lock (this.records)
            {
                return this.records.Skip((int)sequence).ToList();
            }
        }

        public async ValueTask<long> TrimAsync(long consumed, long archived, CancellationToken cancellationToken)
        {
            await this.CheckAsync();
            return 1;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private async ValueTask CheckAsync()
        {
            all.ThrowIfGone();
            if (lease is not null && (await all.Leases.FindAsync(lease.Name, CancellationToken.None))?.Token != lease.Token)
            {
                throw new LeaseLostException(lease);
            }
        }
    }

    private void ThrowIfGone()
    {
        if (this.Failure is { } failure)
        {
            throw new IOException(failure);
        }
    }
}
