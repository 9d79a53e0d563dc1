namespace TransitHub.Simulation;

/// <summary>What happened so far, for those who watch.</summary>
/// <param name="Messages">Messages given out.</param>
/// <param name="VehiclesOnTheRoad">Vehicles out of their depots now.</param>
/// <param name="Reporting">Of these, with a device.</param>
/// <param name="Runs">Runs that began.</param>
/// <param name="CanceledRuns">Runs that nobody drove.</param>
/// <param name="Boarded">Riders who boarded, since before the start.</param>
/// <param name="LeftBehind">Riders whom a full vehicle left at their stop, counted each time.</param>
public sealed record SimulationCounts(
    long Messages, int VehiclesOnTheRoad, int Reporting, long Runs, long CanceledRuns, long Boarded, long LeftBehind);
