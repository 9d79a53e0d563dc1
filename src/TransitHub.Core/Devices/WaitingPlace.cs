namespace TransitHub.Core.Devices;

/// <summary>Where riders of a stop wait: a platform, a pier or a shelter.</summary>
/// <param name="StopId">GTFS <c>stop_id</c>.</param>
/// <param name="Capacity">People for whom there is room, 1 to 100,000.</param>
public sealed record WaitingPlace(string StopId, int Capacity);
