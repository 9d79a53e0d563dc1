using TransitHub.Core.Ids;
using TransitHub.Training.Backtesting;
using TransitHub.Training.Stress;

namespace TransitHub.Server.Commands.Backtest;

/// <summary>What <c>transithub backtest</c> was asked for, checked.</summary>
internal sealed record BacktestSettings
{
    /// <summary>The feed's id.</summary>
    public required FeedId Feed { get; init; }

    /// <summary>The static feed, a zip or a folder.</summary>
    public required string Gtfs { get; init; }

    /// <summary>The recording.</summary>
    public required string Input { get; init; }

    /// <summary>Its format, as named on the command line.</summary>
    public required string Format { get; init; }

    /// <summary>The true arrivals; null: they are derived from the recording.</summary>
    public string? Arrivals { get; init; }

    /// <summary>Arrivals of other days.</summary>
    public IReadOnlyList<string> History { get; init; } = [];

    /// <summary>The folder of a learned model that is scored too; null: none.</summary>
    public string? Model { get; init; }

    /// <summary>The folder that takes the report.</summary>
    public required string Report { get; init; }

    /// <summary>What to sample.</summary>
    public required BacktestOptions Options { get; init; }

    /// <summary>How to make the recording worse.</summary>
    public required StressOptions Stress { get; init; }
}
