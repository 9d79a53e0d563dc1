using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Accuracy;

/// <summary>What was predicted of one stop at one moment, in 16 bytes: there are millions.</summary>
internal readonly struct SampledPrediction
{
    /// <summary>Nothing was told of the stop.</summary>
    public static readonly SampledPrediction None = new(long.MaxValue, default);

    private readonly uint arrival;
    private readonly short p10;
    private readonly short p25;
    private readonly short p50;
    private readonly short p75;
    private readonly short p90;

    /// <summary>Takes it.</summary>
    /// <param name="arrival">The published arrival, Unix seconds, up to the year 2106.</param>
    /// <param name="quantiles">Its quantiles; nine hours off is as far as they are kept.</param>
    public SampledPrediction(long arrival, in ArrivalQuantiles quantiles)
    {
        this.arrival = (uint)Math.Clamp(arrival, 0, uint.MaxValue);
        this.p10 = Short(quantiles.P10);
        this.p25 = Short(quantiles.P25);
        this.p50 = Short(quantiles.P50);
        this.p75 = Short(quantiles.P75);
        this.p90 = Short(quantiles.P90);
    }

    /// <summary>Whether there was any.</summary>
    public bool IsThere => this.arrival != uint.MaxValue;

    /// <summary>The published arrival, Unix seconds.</summary>
    public double Arrival => this.arrival;

    /// <summary>Its quantiles, seconds from it.</summary>
    public ArrivalQuantiles Quantiles => new(this.p10, this.p25, this.p50, this.p75, this.p90);

    private static short Short(int seconds) => (short)Math.Clamp(seconds, short.MinValue, short.MaxValue);
}
