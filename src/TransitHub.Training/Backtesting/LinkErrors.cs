using TransitHub.Core.Scoring;

namespace TransitHub.Training.Backtesting;

/// <summary>Mean errors of the hub's median by the link that leads to the stop, for arrivals up to 15 minutes ahead.</summary>
public sealed class LinkErrors
{
    private const double FarthestSeconds = 900;

    private readonly ErrorTally[] tallies;

    internal LinkErrors(int links) => this.tallies = new ErrorTally[links];

    /// <summary>Number of links.</summary>
    public int Count => this.tallies.Length;

    /// <summary>The errors at the end of a link.</summary>
    public ErrorTally Of(int link) => this.tallies[link];

    internal void Add(int link, in PredictionOutcome outcome)
    {
        if (outcome.ActualAhead <= FarthestSeconds)
        {
            this.tallies[link].Add(outcome);
        }
    }
}
