namespace TransitHub.Core.Fusion.Crowding;

/// <summary>Riders who came through a gate in a stretch of time, as corrected.</summary>
/// <param name="From">Unix seconds.</param>
/// <param name="To">Unix seconds, later.</param>
/// <param name="Riders">How many.</param>
/// <param name="Variance">Variance of that.</param>
/// <param name="Trust">How far the device can be trusted, 0 to 1.</param>
internal readonly record struct CountedStretch(double From, double To, double Riders, double Variance, double Trust)
{
    /// <summary>Its length, seconds.</summary>
    public double Seconds => this.To - this.From;

    /// <summary>Its middle, Unix seconds.</summary>
    public double Middle => (this.From + this.To) / 2;
}
