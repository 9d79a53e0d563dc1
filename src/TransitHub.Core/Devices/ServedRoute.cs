using System.Collections.Immutable;

namespace TransitHub.Core.Devices;

/// <summary>A route whose vehicles cross a counting line in one direction.</summary>
/// <param name="RouteId">GTFS <c>route_id</c>.</param>
/// <param name="DirectionId">GTFS <c>direction_id</c>; null: both.</param>
/// <param name="Crossings">Where its patterns pass, by pattern and offset; empty for a feed without GTFS, or without shapes.</param>
public sealed record ServedRoute(string RouteId, int? DirectionId, ImmutableArray<LineCrossing> Crossings);
