using System.Globalization;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage.Books;
using TransitHub.Core.Storage.Changes;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Storage.Published;
using TransitHub.Core.Storage.Quarantine;
using TransitHub.Core.Storage.Registry;
using TransitHub.Core.Storage.States;
using TransitHub.Core.Storage.Statics;

namespace TransitHub.Core.Storage;

/// <summary>The embedded form: files below one data folder, for one process.</summary>
public sealed class LocalStorage : IHubStorage
{
    private readonly string data;
    private readonly ObservationLogOptions log;
    private readonly LocalLeases leases;

    /// <summary>Opens it; the folder is created if need be.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="log">The operator's settings of logs.</param>
    /// <param name="clock">The hub's clock.</param>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    public LocalStorage(string data, ObservationLogOptions log, TimeProvider clock)
    {
        ArgumentException.ThrowIfNullOrEmpty(data);
        ArgumentNullException.ThrowIfNull(log);
        SettingRanges.ThrowIfAny(log.Check(), nameof(log));
        Directory.CreateDirectory(data);
        this.data = data;
        this.log = log;
        this.leases = new LocalLeases(Path.Combine(data, "leases"), clock);
        this.States = new LocalStateStore(data, this.leases);
        this.Changes = new LocalChangeStreams(this.leases);
        this.Feeds = new LocalFeedStore(data, this.leases);
        this.Registry = new LocalDeviceRegistryStore(data);
        this.Alerts = new LocalBookStore(data, BookNames.Alerts);
        this.ServiceChanges = new LocalBookStore(data, BookNames.ServiceChanges);
        this.Statics = new LocalBookStore(data, BookNames.Statics);
        this.StaticZips = new LocalStaticStore(data);
        this.Quarantine = new LocalQuarantine(data);
    }

    /// <inheritdoc/>
    public ILeases Leases => this.leases;

    /// <inheritdoc/>
    public IStateStore States { get; }

    /// <inheritdoc/>
    public IChangeStreams Changes { get; }

    /// <inheritdoc/>
    public IFeedStore Feeds { get; }

    /// <inheritdoc/>
    public IDeviceRegistryStore Registry { get; }

    /// <inheritdoc/>
    public IBookStore Alerts { get; }

    /// <inheritdoc/>
    public IBookStore ServiceChanges { get; }

    /// <inheritdoc/>
    public IBookStore Statics { get; }

    /// <inheritdoc/>
    public IStaticStore StaticZips { get; }

    /// <inheritdoc/>
    public IQuarantine Quarantine { get; }

    /// <inheritdoc/>
    /// <remarks>Shard 0 has the folder that a hub without shards has. A log has one writer, whatever the lease: the folder's lock sees to it.</remarks>
    public ValueTask<IObservationLog> OpenLogAsync(ShardId shard, Lease? lease, Action<LogNotice>? report, CancellationToken cancellationToken)
    {
        string folder = SegmentObservationLog.FolderOf(this.data, shard.Feed);
        folder = shard.Number == 0 ? folder : string.Create(CultureInfo.InvariantCulture, $"{folder}-{shard.Number}");
        SegmentObservationLog opened = SegmentObservationLog.Open(folder, this.log, report);
        return ValueTask.FromResult<IObservationLog>(lease is null ? opened : new LeasedLog(opened, this.leases, lease));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
