using TransitHub.Core.Graphs;
using TransitHub.Core.Observations;

namespace TransitHub.Core.Fusion;

/// <summary>What an operator may set about one feed's way from intake to published state.</summary>
[NotKept]
public sealed record FeedRuntimeOptions
{
    /// <summary>The queue in front.</summary>
    public IntakeOptions Intake { get; init; } = new();

    /// <summary>What is accepted.</summary>
    public GateOptions Gate { get; init; } = new();

    /// <summary>What becomes of it.</summary>
    public FusionOptions Fusion { get; init; } = new();

    /// <summary>When the result is published.</summary>
    public FusionLoopOptions Loop { get; init; } = new();

    /// <summary>
    /// How much of the log is read again at start, minutes before the present. 0 to 1,440; default 120: a vehicle unheard of for two
    /// hours is gone anyway, and the delays met on the streets are no longer news.
    /// </summary>
    public double RecoveryMinutes { get; init; } = 120;

    /// <summary>
    /// Published states that a stream can resume from at most. 1 to 10,000; default 600, two and a half minutes at four states a
    /// second. A large feed keeps fewer: as many as hold twice its vehicles and runs.
    /// </summary>
    public int ResumableStates { get; init; } = 600;

    /// <summary>What is wrong with the values, one sentence for each that names the setting; empty when all is well.</summary>
    public IReadOnlyList<string> Check() =>
    [
        .. this.Intake.Check(),
        .. this.Gate.Check(),
        .. this.Fusion.Check(),
        .. this.Loop.Check(),
        .. new SettingRanges()
            .Require(this.RecoveryMinutes is >= 0 and <= 1440, nameof(this.RecoveryMinutes), "0 to 1440 minutes")
            .Require(this.ResumableStates is >= 1 and <= 10_000, nameof(this.ResumableStates), "1 to 10000 states")
            .Wrong,
    ];
}
