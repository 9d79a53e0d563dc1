namespace TransitHub.Simulation.Service;

/// <summary>An end of a line: the vehicles that wait there for a run, and the runs that wait for a vehicle.</summary>
internal sealed class Terminal(double latitude, double longitude)
{
    public double Latitude { get; } = latitude;

    public double Longitude { get; } = longitude;

    /// <summary>Whether any run begins here; where none does, vehicles go home at once.</summary>
    public bool HasDepartures { get; set; }

    /// <summary>Vehicles in the order in which they came.</summary>
    public List<Vehicle> Idle { get; } = [];

    /// <summary>Runs in the order in which they were due.</summary>
    public List<Run> Waiting { get; } = [];

    /// <summary>Vehicles that turned before they came here, each with the stop where it stands.</summary>
    public List<(Vehicle Vehicle, int Stop)> Turned { get; } = [];

    /// <summary>Vehicles on their way here.</summary>
    public List<Vehicle> Inbound { get; } = [];
}
