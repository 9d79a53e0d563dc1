using System.Collections.Immutable;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building.Reading;

/// <summary>What a line follows.</summary>
/// <param name="Node">Where that stands.</param>
/// <param name="Course">Its points; empty for straight ways from stop to stop.</param>
/// <param name="Way">The name of the way that it runs along, or null for a course of its own.</param>
internal sealed record PathPlan(SheetNode Node, ImmutableArray<GeoPoint> Course, string? Way);
