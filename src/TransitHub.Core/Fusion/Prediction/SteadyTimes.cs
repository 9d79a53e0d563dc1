namespace TransitHub.Core.Fusion.Prediction;

/// <summary>
/// When a published time stays as it was although a slightly other one is known now: a time that moves at every report looks unsure, and a
/// feed that changes less costs its readers less.
/// </summary>
/// <param name="Seconds">A change of less than this does not count, seconds.</param>
/// <param name="Share">Nor one of less than this share of the time ahead.</param>
/// <param name="BeyondSeconds">Only farther ahead than this, seconds; nearer every change counts.</param>
internal readonly record struct SteadyTimes(double Seconds, double Share, double BeyondSeconds)
{
    /// <summary>Whether the former time stays.</summary>
    /// <param name="former">The time published last, Unix seconds; 0: none.</param>
    /// <param name="arrival">The time known now, Unix seconds.</param>
    /// <param name="ahead">Seconds until then.</param>
    public bool Keeps(long former, long arrival, double ahead) =>
        former > 0 && ahead > this.BeyondSeconds && Math.Abs(arrival - former) < Math.Max(this.Seconds, this.Share * ahead);
}
