using System.Collections.Immutable;
using TransitHub.Core.Ids;
using TransitHub.Core.Time;

namespace TransitHub.Core.Snapshots;

/// <summary>What became of a passage at a counting line.</summary>
public enum PassageState
{
    /// <summary>It was of <see cref="PassageSnapshot.Trip"/>.</summary>
    Attached,

    /// <summary>Several runs fit, none of them clearly.</summary>
    Unsure,

    /// <summary>Runs are expected about then, but none fits well: of another vehicle, or of none.</summary>
    Unlike,

    /// <summary>No run is expected about then.</summary>
    NoRun,

    /// <summary>Too many passages waited.</summary>
    Crowded,
}

/// <summary>A passage at a counting line and the run it was of, as far as that is known; immutable.</summary>
public sealed class PassageSnapshot
{
    /// <summary>The device.</summary>
    public required DeviceId Device { get; init; }

    /// <summary>The counting line's id within the device.</summary>
    public required string Channel { get; init; }

    /// <summary>Names the passage within the device; null: the device names none.</summary>
    public string? EventId { get; init; }

    /// <summary>What passed, under the device's own name.</summary>
    public required string Class { get; init; }

    /// <summary>Which way, in the device's own word; null: unknown.</summary>
    public string? Direction { get; init; }

    /// <summary>The route that was read; null: none was.</summary>
    public string? RouteText { get; init; }

    /// <summary>When it was, after correction of the device's clock.</summary>
    public required Timestamp At { get; init; }

    /// <summary>What became of it.</summary>
    public required PassageState State { get; init; }

    /// <summary>The run it was of; null unless <see cref="PassageState.Attached"/>.</summary>
    public TripInstance? Trip { get; init; }

    /// <summary>Probability of the likeliest run, [0, 1].</summary>
    public float Probability { get; init; }

    /// <summary>Runs it may have been of, the likeliest first, at most five.</summary>
    public ImmutableArray<PassageCandidate> Candidates { get; init; } = [];
}

/// <summary>A run that a passage may have been of.</summary>
/// <param name="Trip">The run.</param>
/// <param name="Probability">Probability, [0, 1].</param>
/// <param name="ExpectedAt">When it was expected there, Unix seconds.</param>
public readonly record struct PassageCandidate(TripInstance Trip, float Probability, long ExpectedAt);
