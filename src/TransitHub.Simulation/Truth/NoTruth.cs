namespace TransitHub.Simulation.Truth;

/// <summary>Keeps nothing.</summary>
public sealed class NoTruth : ITruth
{
    /// <summary>The only one that is needed.</summary>
    public static NoTruth Instance { get; } = new();

    /// <inheritdoc/>
    public void Position(in TruePosition position)
    {
        // Nobody asked.
    }

    /// <inheritdoc/>
    public void StopTime(in TrueStopTime stopTime)
    {
        // Nobody asked.
    }

    /// <inheritdoc/>
    public void Run(in TrueRun run)
    {
        // Nobody asked.
    }

    /// <inheritdoc/>
    public void Passage(in TruePassage passage)
    {
        // Nobody asked.
    }

    /// <inheritdoc/>
    public void Waiting(in TrueWaiting waiting)
    {
        // Nobody asked.
    }
}
