namespace TransitHub.Simulation.Truth;

/// <summary>Takes what really happened, in the order in which it did.</summary>
public interface ITruth
{
    /// <summary>Where a vehicle with a device was when it measured.</summary>
    void Position(in TruePosition position);

    /// <summary>A vehicle served a stop, and left it.</summary>
    void StopTime(in TrueStopTime stopTime);

    /// <summary>Something became of a run.</summary>
    void Run(in TrueRun run);

    /// <summary>A vehicle crossed a camera's line.</summary>
    void Passage(in TruePassage passage);

    /// <summary>So many riders wait for a line at a stop that a camera watches; told as its intervals end.</summary>
    void Waiting(in TrueWaiting waiting);
}
