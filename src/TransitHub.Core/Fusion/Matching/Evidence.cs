namespace TransitHub.Core.Fusion.Matching;

/// <summary>How well a fix, a heading, a move or a delay fits an assumption: logarithms of likelihoods, 0 at best.</summary>
internal static class Evidence
{
    /// <summary>Distance from the line. GPS errors have a heavy tail (measured: median 3 to 8 m, one in a hundred above 60 m): Student-t with 4 degrees.</summary>
    public static double OfDistance(double meters, double sigma)
    {
        double scaled = meters / sigma;
        return -2.5 * Math.Log(1 + (scaled * scaled / 4));
    }

    /// <summary>Heading against the line's; says nothing for a vehicle at rest and little for a slow one, whose compass or GPS course wanders.</summary>
    public static double OfHeading(float? bearing, double lineBearing, double speed, double concentration)
    {
        if (bearing is not { } degrees || speed < RestingSpeed)
        {
            return 0;
        }

        double kappa = concentration * Math.Min(1, speed / 3);
        return Math.Log(0.9 * Math.Exp(kappa * (Math.Cos((degrees - lineBearing) * (Math.PI / 180)) - 1)) + AnyHeading);
    }

    /// <summary>A move along the line against the one expected; accelerations of 1 m/s² are ordinary, and traffic lights make the tail heavy.</summary>
    public static double OfMove(double meters, double expectedMeters, double seconds, double sigma)
    {
        double sway = Math.Min(0.5 * seconds * seconds, 6 * seconds) + (2 * sigma);
        double scaled = (meters - expectedMeters) / sway;
        return -2 * Math.Log(1 + (scaled * scaled / 3));
    }

    /// <summary>Delay of a run that a vehicle might serve: vehicles are late more often than early (measured in two cities: about a minute late, half within 150 s).</summary>
    public static double OfDelay(double delaySeconds)
    {
        double scaled = (delaySeconds - 60) / 150;
        return -2 * Math.Log(1 + (scaled * scaled / 3));
    }

    /// <summary>
    /// Departure from the first stop against the timetable. Hardly anyone leaves before the time (measured in a city: one in a hundred by more
    /// than a minute; half between 6 and 62 s after it), and who did not stand there is late.
    /// </summary>
    public static double OfDeparture(double delaySeconds, double stoodSeconds)
    {
        bool stood = stoodSeconds >= 60;
        double off = delaySeconds - 30;
        double scaled = off / (off < 0 ? (stood ? 45 : 100) : (stood ? 75 : 150));
        return -2 * Math.Log(1 + (scaled * scaled / 3));
    }

    /// <summary>Compasses fail, courses are those of a while ago, and lines are drawn with bends that no road has: a tenth of all headings can be any.</summary>
    private const double AnyHeading = 0.015;

    /// <summary>Slower than this a vehicle's heading means nothing, m/s.</summary>
    public const double RestingSpeed = 1.5;
}
