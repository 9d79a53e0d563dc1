using System.Collections.Immutable;
using TransitHub.Core.Detours;
using TransitHub.Core.Snapshots;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Alerting;

/// <summary>A condition that holds in one state, with what shows it.</summary>
public sealed record AlertFinding
{
    /// <summary>Runs named as evidence at most.</summary>
    public const int MostRuns = 20;

    /// <summary>What was found.</summary>
    public required AlertKind Kind { get; init; }

    /// <summary>Of what: tells the findings of a kind apart.</summary>
    public required string Key { get; init; }

    /// <summary>Whom it concerns.</summary>
    public required ImmutableArray<AlertSelector> InformedEntities { get; init; }

    /// <summary>What it does to riders.</summary>
    public required Alert.Types.Effect Effect { get; init; }

    /// <summary>How much it matters.</summary>
    public required Alert.Types.SeverityLevel Severity { get; init; }

    /// <summary>The summary, in Thai and English.</summary>
    public required ImmutableArray<AlertText> Header { get; init; }

    /// <summary>The whole, in Thai and English.</summary>
    public required ImmutableArray<AlertText> Description { get; init; }

    /// <summary>What was measured.</summary>
    public required ImmutableArray<AlertFigure> Figures { get; init; }

    /// <summary>The runs that show it, as <c>trip_id|start_date|start_time</c>; at most <see cref="MostRuns"/>.</summary>
    public ImmutableArray<string> Runs { get; init; } = [];

    /// <summary>The way and the stops of a detour; null: it is of another kind.</summary>
    public Detour? Detour { get; init; }
}

/// <summary>One measured figure.</summary>
/// <param name="Name">What, with its unit last.</param>
/// <param name="Value">How much.</param>
public sealed record AlertFigure(string Name, double Value);
