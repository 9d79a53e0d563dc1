namespace TransitHub.Server.Arrivals;

/// <summary>Whether who comes to a stop now will find room on a vehicle, in words that a rider can use.</summary>
internal enum RideFit
{
    /// <summary>At eight of ten such departures or more.</summary>
    Likely,

    /// <summary>In between.</summary>
    Maybe,

    /// <summary>At three of ten or fewer.</summary>
    Unlikely,
}

/// <summary>Whether a rider will fit, as it is told: a word, and the probability in tenths, beyond which it is not known.</summary>
/// <param name="Word">The word.</param>
/// <param name="Probability">0 to 1.</param>
internal readonly record struct ToldFit(RideFit Word, double Probability)
{
    private const int LikelyTenths = 8;
    private const int UnlikelyTenths = 3;

    /// <summary>Of a probability. The word follows the tenths, so that the two never contradict each other.</summary>
    public static ToldFit Of(double probability)
    {
        int tenths = (int)Math.Round(Math.Clamp(probability, 0, 1) * 10, MidpointRounding.AwayFromZero);
        return new ToldFit(tenths >= LikelyTenths ? RideFit.Likely : tenths <= UnlikelyTenths ? RideFit.Unlikely : RideFit.Maybe, tenths / 10.0);
    }
}
