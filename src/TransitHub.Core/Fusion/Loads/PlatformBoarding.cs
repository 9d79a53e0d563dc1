namespace TransitHub.Core.Fusion.Loads;

/// <summary>Those who boarded a vehicle at a stop as cameras on its platform see it: who waited before, less who waits after.</summary>
/// <param name="Riders">How many.</param>
/// <param name="Variance">Variance of that.</param>
internal readonly record struct PlatformBoarding(double Riders, double Variance)
{
    /// <summary>Share of those who boarded by which the platform errs in ways that it does not know of: who stands there for another line, who waits outside.</summary>
    private const double Unseen = 0.2;

    /// <summary>A platform that knows less than this beyond what the doors told, as a share, knows nothing of its own.</summary>
    private const double LeastOwn = 0.02;

    /// <summary>What the platform alone knows, where it has learned of the vehicle's own doors too; null: nothing.</summary>
    /// <param name="riders">Those who boarded, by platform and doors together.</param>
    /// <param name="variance">Variance of that.</param>
    /// <param name="doors">Those whom the doors counted, as corrected, and the variance of that; NaN: not counted.</param>
    public static PlatformBoarding? Of(double riders, double variance, (double Riders, double Variance) doors)
    {
        if (!double.IsNaN(doors.Riders))
        {
            // Independent knowledge adds up by its inverse variance: so the doors' part can be taken away again.
            double all = 1 / Math.Max(1e-6, variance);
            double theirs = 1 / Math.Max(0.25, doors.Variance);
            double own = all - theirs;
            if (own < LeastOwn * theirs)
            {
                return null;
            }

            riders = Math.Max(0, ((riders * all) - (doors.Riders * theirs)) / own);
            variance = 1 / own;
        }

        return new PlatformBoarding(riders, 1 + variance + (Unseen * riders * Unseen * riders));
    }

    /// <summary>Together with what the doors counted: each weighs by how well it is known.</summary>
    /// <param name="counted">Those who boarded by the doors, as corrected; NaN: not counted.</param>
    /// <param name="countVariance">Variance of that.</param>
    public (double Riders, double Variance) With(double counted, double countVariance)
    {
        if (double.IsNaN(counted))
        {
            return (this.Riders, this.Variance);
        }

        double gain = this.Variance / (this.Variance + Math.Max(0.25, countVariance));
        return (this.Riders + (gain * (counted - this.Riders)), gain * Math.Max(0.25, countVariance));
    }
}
