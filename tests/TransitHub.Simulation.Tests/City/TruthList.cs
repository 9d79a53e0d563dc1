using TransitHub.Simulation.Truth;

namespace TransitHub.Simulation.Tests.City;

/// <summary>Keeps the truth for a test to look at.</summary>
internal sealed class TruthList : ITruth
{
    public List<TruePosition> Positions { get; } = [];

    public List<TrueStopTime> StopTimes { get; } = [];

    public List<TrueRun> Runs { get; } = [];

    public List<TruePassage> Passages { get; } = [];

    public List<TrueWaiting> Waitings { get; } = [];

    public void Position(in TruePosition position) => this.Positions.Add(position);

    public void StopTime(in TrueStopTime stopTime) => this.StopTimes.Add(stopTime);

    public void Run(in TrueRun run) => this.Runs.Add(run);

    public void Passage(in TruePassage passage) => this.Passages.Add(passage);

    public void Waiting(in TrueWaiting waiting) => this.Waitings.Add(waiting);
}
