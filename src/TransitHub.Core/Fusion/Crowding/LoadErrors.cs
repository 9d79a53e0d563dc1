using TransitHub.Core.Fusion.Loads;

namespace TransitHub.Core.Fusion.Crowding;

/// <summary>
/// How far the load that is usual for a line is off where its vehicles come to a stop: learned from those that count. What is usual is carried from stop to
/// stop, and what is not known of each adds up to far more than it is off in the end, since nobody boards a vehicle that is full.
/// </summary>
internal sealed class LoadErrors
{
    /// <summary>What is worked out counts as so many vehicles.</summary>
    private const double Prior = 2;

    /// <summary>Share that remains of what was learned with each vehicle.</summary>
    private const double KeepPerVehicle = 0.97;

    /// <summary>Vehicles learned from, fading.</summary>
    public double Vehicles { get; set; }

    /// <summary>Riders by which they were fuller than is usual, added up and fading.</summary>
    public double Sum { get; set; }

    /// <summary>The squares of those.</summary>
    public double Squares { get; set; }

    /// <summary>Learns from a vehicle.</summary>
    /// <param name="more">Riders on board beyond the usual ones.</param>
    public void Learn(double more)
    {
        this.Vehicles = (KeepPerVehicle * this.Vehicles) + 1;
        this.Sum = (KeepPerVehicle * this.Sum) + more;
        this.Squares = (KeepPerVehicle * this.Squares) + (more * more);
    }

    /// <summary>The usual load, corrected by what was learned.</summary>
    /// <param name="usual">As it is worked out from stop to stop.</param>
    /// <param name="riders">For how many the vehicle has room.</param>
    public LoadState Correct(LoadState usual, double riders)
    {
        double all = this.Vehicles + Prior;
        double bias = this.Sum / all;
        double around = Math.Max(0, this.Squares - (2 * bias * this.Sum) + (this.Vehicles * bias * bias));
        double variance = ((Prior * usual.Variance) + around) / all;
        return new LoadState(Math.Clamp(usual.Mean + bias, 0, riders), variance * (1 + (1 / all)));
    }
}
