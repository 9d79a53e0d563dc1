using TransitHub.Simulation.Lines;

namespace TransitHub.Simulation.Motion;

/// <summary>How the vehicles of a mode move and stop.</summary>
/// <param name="MaxSpeed">Meters a second.</param>
/// <param name="Acceleration">Meters a second squared.</param>
/// <param name="DwellSeconds">Doors or ropes, without riders.</param>
/// <param name="BoardSeconds">For each rider who boards.</param>
/// <param name="AlightSeconds">For each rider who leaves.</param>
/// <param name="MinLayoverSeconds">Rest at a terminal at least.</param>
/// <param name="LinkSpread">How unlike travel times on a link are from hour to hour, standard deviation of the logarithm.</param>
/// <param name="RunSpread">How unlike drivers are.</param>
/// <param name="RainFactor">Travel time in a downpour against a dry road.</param>
internal sealed record ModeMotion(
    double MaxSpeed, double Acceleration, double DwellSeconds, double BoardSeconds, double AlightSeconds, double MinLayoverSeconds,
    double LinkSpread, double RunSpread, double RainFactor)
{
    private static readonly ModeMotion Road = new(22, 1.0, 5, 2.0, 1.0, 120, 0.16, 0.04, 1.22);
    private static readonly ModeMotion Rail = new(40, 0.9, 20, 0.10, 0.08, 90, 0.015, 0.01, 1.0);
    private static readonly ModeMotion Boat = new(14, 0.35, 12, 0.8, 0.5, 90, 0.06, 0.04, 1.15);

    public static ModeMotion Of(LineMode mode) => mode switch
    {
        LineMode.Rail => Rail,
        LineMode.Boat => Boat,
        _ => Road,
    };

    /// <summary>The least time from standing to standing, seconds, with half as much acceleration again as is usual.</summary>
    public double LeastSeconds(double meters)
    {
        double hard = 1.5 * this.Acceleration;
        double ramps = this.MaxSpeed * this.MaxSpeed / hard;
        return meters < ramps ? 2 * Math.Sqrt(Math.Max(0, meters) / hard) : (meters / this.MaxSpeed) + (this.MaxSpeed / hard);
    }

    /// <summary>How long a vehicle stands, seconds: on a road riders board in front and leave behind at once, elsewhere one after the other.</summary>
    public double Dwell(LineMode mode, int boarding, int alighting, double scheduled)
    {
        if (mode == LineMode.Road && boarding + alighting == 0)
        {
            return 1.5;
        }

        double boardSeconds = boarding * this.BoardSeconds;
        double alightSeconds = alighting * this.AlightSeconds;
        double riders = mode == LineMode.Road ? Math.Max(boardSeconds, alightSeconds) : boardSeconds + alightSeconds;
        return mode == LineMode.Road ? this.DwellSeconds + riders : Math.Max(scheduled, this.DwellSeconds + riders);
    }
}
