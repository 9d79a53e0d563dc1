namespace TransitHub.Simulation.Chance;

/// <summary>What a stream of chance is for. The numbers are part of what a seed means: add at the end, never renumber.</summary>
internal enum ChanceStream
{
    Driving = 1,
    Device,
    Delivery,
    Riders,
    Planning,
    LinkNoise,
    LinkIncident,
    TrafficLight,
    Rain,
    SignOn,
    DeadSpot,
    Detour,
    StopWeight,
    Camera,
    Background,
    RiderCounter,
}
