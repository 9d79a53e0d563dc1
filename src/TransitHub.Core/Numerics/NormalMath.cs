namespace TransitHub.Core.Numerics;

/// <summary>The normal distribution, as far as riders on board and riders who wait need it.</summary>
internal static class NormalMath
{
    /// <summary>The value below which 90 % lie.</summary>
    public const double P90 = 1.2815515655446004;

    /// <summary>Probability that a standard normal value is less (Zelen and Severo's approximation, to 1e-7).</summary>
    public static double Below(double z)
    {
        double t = 1 / (1 + (0.2316419 * Math.Abs(z)));
        double tail = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI)
            * t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return z > 0 ? 1 - tail : tail;
    }

    /// <summary>Mean and variance of a normal value of which nothing below zero is left, and the probability that it is above.</summary>
    /// <param name="mean">Of the value.</param>
    /// <param name="variance">Of the value, 0 or more.</param>
    public static (double Mean, double Variance, double Above) Positive(double mean, double variance)
    {
        double deviation = Math.Sqrt(Math.Max(variance, 1e-9));
        double z = mean / deviation;
        double above = Below(z);
        double density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        double left = Math.Max(0, (mean * above) + (deviation * density));
        double square = (((mean * mean) + (deviation * deviation)) * above) + (mean * deviation * density);
        return (left, Math.Max(0, square - (left * left)), above);
    }

    /// <summary>The value below which a share lies (Acklam's rational approximation, to 1e-9).</summary>
    /// <param name="share">Over 0 and below 1.</param>
    public static double Quantile(double share)
    {
        if (share < 0.02425)
        {
            return -Tail(share);
        }

        if (share > 1 - 0.02425)
        {
            return Tail(1 - share);
        }

        double q = share - 0.5;
        double r = q * q;
        return ((((((((((-39.69683028665376 * r) + 220.9460984245205) * r) - 275.9285104469687) * r) + 138.3577518672690) * r) - 30.66479806614716) * r) + 2.506628277459239) * q
            / ((((((((((-54.47609879822406 * r) + 161.5858368580409) * r) - 155.6989798598866) * r) + 66.80131188771972) * r) - 13.28068155288572) * r) + 1);
    }

    private static double Tail(double share)
    {
        double q = Math.Sqrt(-2 * Math.Log(share));
        return -((((((((((-0.007784894002430293 * q) - 0.3223964580411365) * q) - 2.400758277161838) * q) - 2.549732539343734) * q) + 4.374664141464968) * q) + 2.938163982698783)
            / ((((((((0.007784695709041462 * q) + 0.3224671290700398) * q) + 2.445134137142996) * q) + 3.754408661907416) * q) + 1);
    }
}
