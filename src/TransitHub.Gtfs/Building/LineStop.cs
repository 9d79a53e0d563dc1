namespace TransitHub.Gtfs.Building;

/// <summary>A call of a line at a stop.</summary>
/// <param name="Stop">The stop.</param>
/// <param name="DwellSeconds">Planned seconds from arrival to departure; not used at the last stop.</param>
/// <param name="OffsetMeters">Meters along the direction's path; each call's is larger than the one's before.</param>
public sealed record LineStop(StopSheet Stop, int DwellSeconds, double OffsetMeters);
