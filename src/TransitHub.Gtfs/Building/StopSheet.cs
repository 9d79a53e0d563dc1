using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building;

/// <summary>A stop, pier or station; lines share it by its id.</summary>
/// <param name="Id">stop_id.</param>
/// <param name="Name">stop_name.</param>
/// <param name="Place">stop_lat and stop_lon.</param>
/// <param name="Code">stop_code that riders read at the stop, or null.</param>
/// <param name="Wheelchair">wheelchair_boarding; null if nobody has said.</param>
public sealed record StopSheet(string Id, LocalizedText Name, GeoPoint Place, string? Code, bool? Wheelchair)
{
    /// <summary>zone_id, for fares that go by zones; null: none.</summary>
    public string? Zone { get; init; }

    /// <summary>tts_stop_name: the name as a voice is to say it; null: as it is written.</summary>
    public LocalizedText? Spoken { get; init; }
}
