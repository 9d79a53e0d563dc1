namespace TransitHub.Simulation.Riders;

/// <summary>What happened at a stop.</summary>
/// <param name="Boarding">Riders who boarded.</param>
/// <param name="Alighting">Riders who left.</param>
/// <param name="LeftBehind">Riders for whom there was no room.</param>
internal readonly record struct StopExchange(int Boarding, int Alighting, int LeftBehind);
