using TransitHub.Simulation.Chance;
using TransitHub.Simulation.Faults;

namespace TransitHub.Simulation.Reporting;

/// <summary>
/// The error of a receiver: it wanders over tens of seconds, is mostly small and now and then large, and between tall houses
/// reflections hold it to one side for a minute.
/// </summary>
internal struct SatelliteFix
{
    private const double WanderSeconds = 25;
    private const double CanyonSeconds = 60;
    private double canyonEast;
    private double canyonNorth;
    private long canyonUntil;
    private long last;

    /// <summary>Meters east of the truth.</summary>
    public double East { get; private set; }

    /// <summary>Meters north of the truth.</summary>
    public double North { get; private set; }

    /// <summary>The error now, meters; the whole of it.</summary>
    public readonly (double East, double North) At(long at) =>
        at < this.canyonUntil ? (this.East + this.canyonEast, this.North + this.canyonNorth) : (this.East, this.North);

    /// <summary>Draws the error of a measurement.</summary>
    public void Measure(ref SeededChance luck, DeviceFaults faults, bool onStreet, long at)
    {
        double seconds = Math.Min(3600, (at - this.last) / 1000.0);
        this.last = at;
        double keeps = Math.Exp(-seconds / WanderSeconds);

        // Student's t of three degrees has a standard deviation of the root of three.
        double fresh = Math.Sqrt(1 - (keeps * keeps)) * faults.NoiseMeters / 1.7320508;
        this.East = (this.East * keeps) + (fresh * luck.HeavyTailed());
        this.North = (this.North * keeps) + (fresh * luck.HeavyTailed());
        double enters = onStreet && at >= this.canyonUntil ? faults.CanyonShare * Math.Min(seconds, CanyonSeconds) / CanyonSeconds : 0;
        double angle = luck.Between(0, 2 * Math.PI);
        double distance = luck.Between(15, 60);
        double lasts = luck.Exponential(CanyonSeconds);
        if (luck.Happens(enters))
        {
            this.canyonEast = distance * Math.Cos(angle);
            this.canyonNorth = distance * Math.Sin(angle);
            this.canyonUntil = at + (long)(lasts * 1000);
        }
    }
}
