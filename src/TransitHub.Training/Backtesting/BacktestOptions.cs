using TransitHub.Core.Fusion;

namespace TransitHub.Training.Backtesting;

/// <summary>What a backtest samples and how it compares.</summary>
public sealed record BacktestOptions
{
    /// <summary>Seconds between two samples, 1 to 3,600; default 60.</summary>
    public int EverySeconds { get; init; } = 60;

    /// <summary>The first moment that is tested, Unix seconds; what lies before is fitted on. Null: all is tested and nothing fitted.</summary>
    public long? TestFrom { get; init; }

    /// <summary>The last moment that is tested, Unix seconds; null: 45 minutes before the end of the truth.</summary>
    public long? TestTo { get; init; }

    /// <summary>Resamples of the bootstrap, 100 or more; default 2,000.</summary>
    public int Resamples { get; init; } = 2000;

    /// <summary>Seed of the bootstrap; default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Settings of the hub that is scored, for what the report says of it; the defaults.</summary>
    public FusionOptions Hub { get; init; } = new();

    /// <summary>Only runs of these routes, by index, are scored; null, the default: all. Every method learns from all of them.</summary>
    public IReadOnlySet<int>? Routes { get; init; }

    /// <summary>True: there are two states of each moment, one of them with a learned model.</summary>
    public bool HasModel { get; init; }
}
