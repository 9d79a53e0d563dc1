using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;

namespace TransitHub.Server.Commands.Train;

/// <summary>What <c>transithub train-loads</c> was asked for, checked.</summary>
internal sealed record TrainLoadsOptions
{
    /// <summary>Files of loads or logs, one or more.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>True: hubs' own logs, or days of their archives; false: CSV of loads by trip and stop.</summary>
    public required bool IsLog { get; init; }

    /// <summary>The format's name.</summary>
    public required string Format { get; init; }

    /// <summary>The feed of a log.</summary>
    public FeedId Feed { get; init; }

    /// <summary>The static feed of a log.</summary>
    public string Gtfs { get; init; } = string.Empty;

    /// <summary>The settings of the hub whose log it is; null: the defaults.</summary>
    public FusionOptions? Fusion { get; init; }

    /// <summary>Draws weights and the order of rows.</summary>
    public required int Seed { get; init; }

    /// <summary>Rows kept at most.</summary>
    public required int MaxRows { get; init; }

    /// <summary>Under which terms the loads may be used, for the card.</summary>
    public required string License { get; init; }

    /// <summary>The folder that takes the model.</summary>
    public required string Out { get; init; }
}
