using TransitHub.Core.Counting;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>What readers are told of a shard besides its states: lists that may be long, every ten seconds.</summary>
public sealed record ShardDetails
{
    /// <summary>When they were made, by the clock of the shard's owner.</summary>
    public required Timestamp At { get; init; }

    /// <summary>What is known of each device, in the order of their ids. A device is in one shard.</summary>
    public DeviceHealth[] Devices { get; init; } = [];

    /// <summary>The newest rejections of each reason, in the order of the flow, and of a reason the oldest first.</summary>
    public Rejection[] Samples { get; init; } = [];

    /// <summary>What is counted, as <see cref="CountBook.Encode"/> gives it.</summary>
    public byte[] Counts { get; init; } = [];

    /// <summary>How far devices can be trusted.</summary>
    public DeviceVerdict[] Verdicts { get; init; } = [];

    /// <summary>Of a machine, on its thread.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="at">The present.</param>
    public static ShardDetails Of(ShardMachine machine, Timestamp at)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return new ShardDetails
        {
            At = at,
            Devices = [.. machine.Devices.List().Select(Plain)],
            Samples = [.. machine.Ledger.List().SelectMany(r => machine.Ledger.SamplesOf(r.Key))],
            Counts = machine.Counting.Encode(),
            Verdicts = [.. machine.Counting.Watch.Verdicts],
        };
    }

    /// <summary>With lists of a type that has a form as bytes.</summary>
    private static DeviceHealth Plain(DeviceHealth health) => health with
    {
        Refusals = health.Refusals.ToArray(),
        Counts = health.Counts.ToArray(),
        LastPassages = health.LastPassages.ToArray(),
    };
}
