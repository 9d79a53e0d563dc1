namespace TransitHub.Core.Fusion.Loads;

/// <summary>Counters miss the more the fuller the vehicle is: their error is learned for each band of its load.</summary>
internal static class CountBands
{
    /// <summary>Up to a quarter full, half, three quarters, and beyond.</summary>
    public const int Count = 4;

    /// <summary>The band of a load.</summary>
    /// <param name="load">Riders.</param>
    /// <param name="riders">For how many there is room.</param>
    public static int Of(double load, double riders) => Math.Clamp((int)(Count * load / Math.Max(1, riders)), 0, Count - 1);

    /// <summary>The factor at a load, between those of the bands' middles: counters do not grow worse in steps.</summary>
    /// <param name="factors">Of the bands.</param>
    /// <param name="load">Riders.</param>
    /// <param name="riders">For how many there is room.</param>
    public static double FactorAt(IReadOnlyList<double> factors, double load, double riders)
    {
        double place = Math.Clamp((Count * load / Math.Max(1, riders)) - 0.5, 0, Count - 1);
        int band = Math.Min((int)place, Count - 2);
        return factors[band] + ((place - band) * (factors[band + 1] - factors[band]));
    }

    /// <summary>Variance of those who really passed, when so many were counted.</summary>
    /// <param name="counted">Riders as counted.</param>
    /// <param name="factor">By which counts of this kind are raised.</param>
    public static double Variance(double counted, double factor)
    {
        // Each of them is missed or not by chance; and what goes wrong for a whole stop goes wrong for all of them.
        double missed = Math.Max(0.02, factor - 1) * factor * (counted + 0.5);
        double common = 0.05 * factor * counted;
        return missed + (common * common);
    }
}
