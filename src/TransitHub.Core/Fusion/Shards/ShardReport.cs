using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>What readers are told of a shard besides its states: small figures, every second. Counts are since the shard's log began.</summary>
public sealed record ShardReport
{
    /// <summary>When it was made, by the clock of the shard's owner.</summary>
    public required Timestamp At { get; init; }

    /// <summary>The last record that was taken in.</summary>
    public required long Sequence { get; init; }

    /// <summary>When the newest <see cref="ShardDetails"/> that are kept were made; <c>default</c>: none are.</summary>
    public Timestamp DetailsAt { get; init; }

    /// <summary>Observations that the gate let through.</summary>
    public long Accepted { get; init; }

    /// <summary>Observations that the gate refused.</summary>
    public long Rejected { get; init; }

    /// <summary>Observations that the gate let through, at the place of each kind's number.</summary>
    public long[] AcceptedOf { get; init; } = [];

    /// <summary>Everything refused or left without a run, in the order of the flow.</summary>
    public ReasonTally[] Reasons { get; init; } = [];

    /// <summary>What fusion has done.</summary>
    public FusionCounters Fusion { get; init; }

    /// <summary>Records of the log that were not taken in yet.</summary>
    public long RecordsBehind { get; init; }

    /// <summary>How long before <see cref="At"/> the last record was received that was taken in, seconds.</summary>
    public double SecondsBehind { get; init; }

    /// <summary>Size of the shard's log, bytes; null: it does not tell.</summary>
    public long? LogBytes { get; init; }

    /// <summary>Of a machine, on its thread.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="progress">How far its owner is.</param>
    /// <param name="at">The present.</param>
    /// <param name="detailsAt">When the newest details that are kept were made.</param>
    public static ShardReport Of(ShardMachine machine, ShardProgress progress, Timestamp at, Timestamp detailsAt)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(progress);
        return new ShardReport
        {
            At = at,
            Sequence = machine.Sequence,
            DetailsAt = detailsAt,
            Accepted = machine.Accepted,
            Rejected = machine.Rejected,
            AcceptedOf = [.. Enum.GetValues<ObservationKind>().Select(machine.AcceptedOf)],
            Reasons = [.. machine.Ledger.List().Select(r => new ReasonTally(r.Key, r.Value))],
            Fusion = machine.Counters,
            RecordsBehind = progress.RecordsBehind,
            SecondsBehind = progress.SecondsBehind,
        };
    }
}

/// <summary>How often something was refused or left without a run for a reason.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Count">How often.</param>
public readonly record struct ReasonTally(RejectionReason Reason, long Count);
