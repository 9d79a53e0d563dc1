namespace TransitHub.Core.Fusion.Loads;

/// <summary>How many riders a vehicle takes.</summary>
/// <param name="Seats">Seats, 0 to <paramref name="Riders"/>.</param>
/// <param name="Riders">Seated and standing together, 1 to 5,000.</param>
public sealed record VehicleRoom(int Seats, int Riders)
{
    /// <summary>Whether riders may stand.</summary>
    public bool HasStanding => this.Riders > this.Seats;
}
