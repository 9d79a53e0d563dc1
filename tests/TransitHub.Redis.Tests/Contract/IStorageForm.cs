using TransitHub.Core.Ids;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Leases;

namespace TransitHub.Redis.Tests.Contract;

/// <summary>One way of keeping things, with what a test needs to do to it.</summary>
public interface IStorageForm : IAsyncDisposable
{
    /// <summary>What a hub opens. Another process's, where the form has any: then it is another connection.</summary>
    Task<IHubStorage> OpenAsync();

    /// <summary>Lets a lease run out.</summary>
    Task ExpireAsync(LeaseName name);

    /// <summary>Ends what keeps things as kill -9 does, and starts it again on the same files; storages that were opened are used on where they can be.</summary>
    Task<IHubStorage> KillAndRestartAsync(IHubStorage storage);

    /// <summary>Damages one byte within the records of a batch that was appended, and not the last one.</summary>
    Task DamageLogAsync(ShardId shard, long sequence);

    /// <summary>Damages a state's content.</summary>
    Task DamageStateAsync(ShardId shard, string name);
}
