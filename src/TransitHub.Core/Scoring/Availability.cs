namespace TransitHub.Core.Scoring;

/// <summary>
/// The share of arrivals that had a prediction ten minutes before. An arrival is looked at once: at the sample that falls on or before
/// ten minutes ahead of it.
/// </summary>
public sealed class Availability
{
    /// <summary>How long before, seconds.</summary>
    public const double AheadSeconds = 600;

    private ShareTally share;

    /// <summary>The share.</summary>
    public ShareTally Share => this.share;

    /// <summary>Whether this sample is the one to look at.</summary>
    /// <param name="actualAhead">h_a, seconds.</param>
    /// <param name="everySeconds">Seconds from one sample to the next.</param>
    public static bool IsDue(double actualAhead, int everySeconds) =>
        actualAhead >= AheadSeconds && actualAhead < AheadSeconds + everySeconds;

    /// <summary>Counts an arrival.</summary>
    public void Add(bool isPredicted) => this.share.Add(isPredicted);
}
