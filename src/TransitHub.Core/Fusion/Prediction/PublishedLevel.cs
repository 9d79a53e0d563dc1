namespace TransitHub.Core.Fusion.Prediction;

/// <summary>
/// The quantile of an arrival that is published as its time, by time ahead. Far off nobody misses a vehicle by going too late, so the
/// time is near the middle; where riders set out by it, it is lower; in the last minutes, when a second early costs as much as
/// one late, nearer to the middle again.
/// </summary>
/// <param name="Near">Under two minutes ahead.</param>
/// <param name="Middle">Seven to twelve minutes ahead.</param>
/// <param name="Far">Over twenty minutes ahead.</param>
internal readonly record struct PublishedLevel(double Near, double Middle, double Far)
{
    private const double NearEnd = 120;

    private const double MiddleStart = 420;

    private const double MiddleEnd = 700;

    private const double FarStart = 1300;

    /// <summary>The level at a time ahead in seconds; it changes evenly between the three.</summary>
    public double At(double ahead) => ahead < MiddleStart
        ? this.Near + ((this.Middle - this.Near) * Math.Clamp((ahead - NearEnd) / (MiddleStart - NearEnd), 0, 1))
        : this.Middle + ((this.Far - this.Middle) * Math.Clamp((ahead - MiddleEnd) / (FarStart - MiddleEnd), 0, 1));
}
