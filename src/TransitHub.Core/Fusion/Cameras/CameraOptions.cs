using TransitHub.Core.Graphs;
using TransitHub.Core.Observations;

namespace TransitHub.Core.Fusion.Cameras;

/// <summary>What an operator may set about passages at counting lines that stand for positions.</summary>
[NotKept]
public sealed record CameraOptions
{
    /// <summary>
    /// Share of the vehicles that a camera is believed to see before anything is known of it, 0.5 to 0.999; default 0.95. Each line's own
    /// share is learned from runs that were seen before and behind it.
    /// </summary>
    public double DetectionProbability { get; init; } = 0.95;

    /// <summary>Passages that no vehicle made, as a share of those expected at the line; 0.001 to 0.5; default 0.05.</summary>
    public double FalseShare { get; init; } = 0.05;

    /// <summary>
    /// Seconds after which it is told what a passage was, whatever is known by then; 20 to 600; default 120. One that is clear is told
    /// sooner, and for a quarter of an hour what was told may be revised.
    /// </summary>
    public int WindowSeconds { get; init; } = 120;

    /// <summary>
    /// Probability from which a passage moves its run, so that arrivals are predicted from it; 0.5 to 0.999; default 0.8. Below it the run
    /// is only looked for at the next lines as if it might have been there.
    /// </summary>
    public double ApplyProbability { get; init; } = 0.8;

    /// <summary>Probability from which a passage is told to be of a run; 0.3 to 0.999; default 0.65, below it no run is named.</summary>
    public double TellProbability { get; init; } = 0.65;

    /// <summary>
    /// A run that was not seen yet may pass so much earlier or later than its timetable, seconds; 120 to 5,400; default 1,200. One that was
    /// seen is looked for within half of that around when it is expected.
    /// </summary>
    public int GateSeconds { get; init; } = 1200;

    /// <summary>
    /// Passages of one line that are weighed together at most, the newest, 5 to 400; default 40: of a quarter of an hour with a vehicle every 23 seconds. One that
    /// has to make room before it was clear what it was is crowded. Each line has its own room, so a busy one takes nothing from others.
    /// </summary>
    public int MaxWaitingPerLine { get; init; } = 40;

    /// <summary>Decided passages that are kept for readers, 0 to 100,000; default 500.</summary>
    public int KeptPassages { get; init; } = 500;

    /// <summary>What is wrong with the values, one sentence for each that names the setting; empty when all is well.</summary>
    public IReadOnlyList<string> Check() => new SettingRanges()
        .Require(this.DetectionProbability is >= 0.5 and <= 0.999, nameof(this.DetectionProbability), "0.5 to 0.999")
        .Require(this.FalseShare is >= 0.001 and <= 0.5, nameof(this.FalseShare), "0.001 to 0.5")
        .Require(this.WindowSeconds is >= 20 and <= 600, nameof(this.WindowSeconds), "20 to 600 seconds")
        .Require(this.ApplyProbability is >= 0.5 and <= 0.999, nameof(this.ApplyProbability), "0.5 to 0.999")
        .Require(this.TellProbability is >= 0.3 and <= 0.999, nameof(this.TellProbability), "0.3 to 0.999")
        .Require(this.GateSeconds is >= 120 and <= 5400, nameof(this.GateSeconds), "120 to 5400 seconds")
        .Require(this.MaxWaitingPerLine is >= 5 and <= 400, nameof(this.MaxWaitingPerLine), "5 to 400 passages")
        .Require(this.KeptPassages is >= 0 and <= 100_000, nameof(this.KeptPassages), "0 to 100000 passages")
        .Wrong;
}
