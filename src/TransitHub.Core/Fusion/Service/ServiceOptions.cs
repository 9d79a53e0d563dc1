using TransitHub.Core.Graphs;
using TransitHub.Core.Observations;

namespace TransitHub.Core.Fusion.Service;

/// <summary>What an operator may set about runs of the timetable that nobody sees.</summary>
[NotKept]
public sealed record ServiceOptions
{
    /// <summary>
    /// Whether runs that nobody sees are published as CANCELED. Default true: of the runs that did run in a recorded city fewer than
    /// three in a thousand were ever called so. False: they stay suspect, and the feeds say nothing of them.
    /// </summary>
    public bool CancelUnseenRuns { get; init; } = true;

    /// <summary>
    /// A run is canceled when the probability that it runs is below this. 0.001 to 0.2; default 0.02. It comes to that some 25 minutes
    /// after the start where vehicles report as in other cities; a higher value is earlier and wrong more often.
    /// </summary>
    public double CancelProbability { get; init; } = 0.02;

    /// <summary>
    /// A run is suspect when the probability that it runs is below this. 0.1 to 0.9, above <see cref="CancelProbability"/>; default 0.5:
    /// more likely not running than running.
    /// </summary>
    public double SuspectProbability { get; init; } = 0.5;

    /// <summary>
    /// Share of the recent runs of a line, and of its agency, that must have been seen for an unseen run to be called suspect or canceled.
    /// 0.5 to 1; default 0.8: with fewer seen it is the reports that are missing and not the vehicles.
    /// </summary>
    public double LeastCoverage { get; init; } = 0.8;

    /// <summary>What is wrong with the values, one sentence for each that names the setting; empty when all is well.</summary>
    public IReadOnlyList<string> Check() => new SettingRanges()
        .Require(this.CancelProbability is >= 0.001 and <= 0.2, nameof(this.CancelProbability), "0.001 to 0.2")
        .Require(
            this.SuspectProbability is >= 0.1 and <= 0.9 && this.SuspectProbability > this.CancelProbability,
            nameof(this.SuspectProbability),
            $"0.1 to 0.9 and more than {nameof(this.CancelProbability)}")
        .Require(this.LeastCoverage is >= 0.5 and <= 1, nameof(this.LeastCoverage), "0.5 to 1")
        .Wrong;
}
