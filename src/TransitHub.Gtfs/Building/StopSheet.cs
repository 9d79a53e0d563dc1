using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building;

/// <summary>A stop, pier or station; lines share it by its id.</summary>
/// <param name="Id">stop_id.</param>
/// <param name="Name">stop_name.</param>
/// <param name="Place">stop_lat and stop_lon.</param>
/// <param name="Code">stop_code that riders read at the stop, or null.</param>
/// <param name="Wheelchair">wheelchair_boarding; null if nobody has said.</param>
public sealed record StopSheet(string Id, LocalizedText Name, GeoPoint Place, string? Code, bool? Wheelchair);
