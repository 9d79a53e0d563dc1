namespace TransitHub.Core.Scoring;

/// <summary>The share of predictions whose arrival never comes from 15 minutes before the predicted time to 25 minutes after it.</summary>
public sealed class GhostRate
{
    /// <summary>An arrival so much before the predicted time still fulfills it, seconds.</summary>
    public const double EarlySeconds = 15 * 60;

    /// <summary>An arrival so much after the predicted time still fulfills it, seconds.</summary>
    public const double LateSeconds = 25 * 60;

    private ShareTally ghosts;

    /// <summary>Ghosts among the predictions that were judged.</summary>
    public ShareTally Ghosts => this.ghosts;

    /// <summary>Whether an arrival fulfills the prediction; NaN, which never came, does not.</summary>
    public static bool IsFulfilled(double predicted, double actual) =>
        actual >= predicted - EarlySeconds && actual <= predicted + LateSeconds;

    /// <summary>Counts a prediction whose fate the truth can tell.</summary>
    public void Add(bool isGhost) => this.ghosts.Add(isGhost);
}
