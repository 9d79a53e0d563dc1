namespace TransitHub.Simulation.Motion;

/// <summary>
/// The current of a tidal river: four tides (M2, S2, K1, O1: mixed, as in the Gulf of Thailand) and the river's own flow.
/// </summary>
internal static class TidalCurrent
{
    private const double Flow = 0.25;

    private static readonly (double Hours, double Speed, double Phase)[] Tides =
        [(12.4206012, 0.35, 0.4), (12.0, 0.15, 1.9), (23.9344721, 0.30, 2.7), (25.8193387, 0.22, 0.9)];

    /// <summary>Meters a second toward the sea; negative: the flood runs inland.</summary>
    public static double Downstream(double unixSeconds)
    {
        double speed = Flow;
        foreach ((double hours, double amplitude, double phase) in Tides)
        {
            speed += amplitude * Math.Sin((2 * Math.PI * unixSeconds / (hours * 3600)) + phase);
        }

        return speed;
    }
}
