using System.Collections.Immutable;

namespace TransitHub.Gtfs.Building;

/// <summary>A way that lines can follow: a river, a khlong, a railway, a road.</summary>
/// <param name="Id">Its name in the sheets.</param>
/// <param name="Points">Its course, two points or more.</param>
public sealed record WaySheet(string Id, ImmutableArray<GeoPoint> Points);
