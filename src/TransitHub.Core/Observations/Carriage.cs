using System.Collections.Immutable;

namespace TransitHub.Core.Observations;

/// <summary>One carriage of a train (gtfs-realtime reference, message CarriageDetails). What was not told is null.</summary>
public sealed record Carriage
{
    /// <summary>Carriages of one vehicle: more than any passenger train has.</summary>
    public const int Most = 64;

    /// <summary>GTFS-Realtime <c>carriage_sequence</c>: 1 for the first in the direction of travel; 0 only in a report that the gate has not seen yet.</summary>
    public int Sequence { get; init; }

    /// <summary>Names it within the vehicle.</summary>
    public string? Id { get; init; }

    /// <summary>What riders read on it.</summary>
    public string? Label { get; init; }

    /// <summary>GTFS-Realtime <c>OccupancyStatus</c> by number, 0 to 8.</summary>
    public byte? OccupancyStatus { get; init; }

    /// <summary>GTFS-Realtime <c>occupancy_percentage</c>, 0 to 1,000.</summary>
    public short? OccupancyPercentage { get; init; }

    /// <summary>Carriages in the order of travel; where none has a sequence, the order they were told in is theirs.</summary>
    /// <param name="told">As they were told; null: none were.</param>
    public static ImmutableArray<Carriage> InOrder(IReadOnlyList<Carriage>? told)
    {
        if (told is not { Count: > 0 })
        {
            return [];
        }

        return told.All(static carriage => carriage.Sequence == 0)
            ? [.. told.Select(static (carriage, at) => carriage with { Sequence = at + 1 })]
            : [.. told.OrderBy(static carriage => carriage.Sequence)];
    }
}
