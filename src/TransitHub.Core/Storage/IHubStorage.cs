using TransitHub.Core.Ids;
using TransitHub.Core.Storage.Books;
using TransitHub.Core.Storage.Changes;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Storage.Published;
using TransitHub.Core.Storage.Quarantine;
using TransitHub.Core.Storage.Registry;
using TransitHub.Core.Storage.States;
using TransitHub.Core.Storage.Statics;

namespace TransitHub.Core.Storage;

/// <summary>All that a hub keeps, in one form: files of this machine, or Redis shared by many. Both pass one test suite.</summary>
public interface IHubStorage : IAsyncDisposable
{
    /// <summary>Who may write what.</summary>
    ILeases Leases { get; }

    /// <summary>What was made of shards' logs.</summary>
    IStateStore States { get; }

    /// <summary>What is told of states to those who follow them.</summary>
    IChangeStreams Changes { get; }

    /// <summary>The bytes that readers get.</summary>
    IFeedStore Feeds { get; }

    /// <summary>The devices files that all processes share.</summary>
    IDeviceRegistryStore Registry { get; }

    /// <summary>What operators wrote of alerts.</summary>
    IBookStore Alerts { get; }

    /// <summary>What operators wrote of how the service differs from the timetable.</summary>
    IBookStore ServiceChanges { get; }

    /// <summary>Which static feed is in service in all processes, and which is to be.</summary>
    IBookStore Statics { get; }

    /// <summary>The zips of the static feeds that all processes share.</summary>
    IStaticStore StaticZips { get; }

    /// <summary>What was left out of logs.</summary>
    IQuarantine Quarantine { get; }

    /// <summary>Opens a shard's log for writing and reading.</summary>
    /// <param name="shard">Whose.</param>
    /// <param name="lease">The shard's: appends are refused once it is not held any more. Null: the log takes them from anybody, where the form allows several writers.</param>
    /// <param name="report">Hears what the operator should know; called from any thread. Null: nobody does.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="IOException">It cannot be opened; the message says what to do.</exception>
    ValueTask<IObservationLog> OpenLogAsync(ShardId shard, Lease? lease, Action<LogNotice>? report, CancellationToken cancellationToken);
}
