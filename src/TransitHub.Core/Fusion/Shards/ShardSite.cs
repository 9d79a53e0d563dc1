using TransitHub.Core.Storage;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>What a process needs to have a shard.</summary>
/// <param name="Setup">What its machine is made of.</param>
/// <param name="Storage">Where its log, its state and the stream of its changes are.</param>
/// <param name="Encode">Makes the bytes of what it tells of a state, the same for the same.</param>
/// <param name="Options">The operator's settings.</param>
/// <param name="Clock">The process's own clock.</param>
/// <param name="Notice">Told of what an operator should know, a sentence each; any thread.</param>
public sealed record ShardSite(ShardSetup Setup, IHubStorage Storage, Func<ShardChanges, byte[]> Encode, ShardRunOptions Options, TimeProvider Clock, Action<string> Notice)
{
    /// <summary>How a record is given to the machine.</summary>
    public Func<ShardMachine, LoggedRecord, ShardOutput?> Take { get; init; } = static (machine, record) => machine.Take(record);

    /// <summary>The machine's state as bytes.</summary>
    public Func<ShardMachine, byte[]> Save { get; init; } = static machine => machine.Save();

    /// <summary>Gives a new machine a state; else tells why it cannot, in a sentence.</summary>
    public Func<ShardMachine, ReadOnlyMemory<byte>, string?> Restore { get; init; } = static (machine, bytes) => machine.TryRestore(bytes);

    /// <summary>The last record of the log that an archive has no need of any more; by default there is none that needs any. Any thread.</summary>
    public Func<long> ArchivedThrough { get; init; } = static () => long.MaxValue;

    /// <summary>What else the kept state may be of, since all shards were going over to it when the lease was had; null: nothing.</summary>
    public ShardSetup? Also { get; init; }

    /// <summary>The static feed that the shard is to go over to; null: none. Asked for several times a second.</summary>
    public Func<ShardNext?> Next { get; init; } = static () => null;

    /// <summary>The form of what readers are told besides states; null: they are told nothing.</summary>
    public ReportForm? Reports { get; init; }
}
