using System.Collections.Immutable;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building;

/// <summary>One direction of a line.</summary>
/// <param name="Id">direction_id, 0 or 1.</param>
/// <param name="To">trip_headsign.</param>
/// <param name="Stops">Its calls in order, two or more.</param>
/// <param name="Path">Its way on the ground.</param>
public sealed record LineDirection(int Id, LocalizedText To, ImmutableArray<LineStop> Stops, LinePath Path);
