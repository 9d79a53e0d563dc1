namespace TransitHub.Gtfs.Building;

/// <summary>A way on the ground that somebody drew through stops in order.</summary>
/// <param name="Points">Its points from the first stop to the last.</param>
/// <param name="StopPoints">Which of them stands for each stop; rising.</param>
public sealed record DrawnWay(IReadOnlyList<GeoPoint> Points, IReadOnlyList<int> StopPoints)
{
    /// <summary>The way as a path with the offset of each stop; null if two stops fall on one place of it.</summary>
    internal (LinePath Path, double[] Offsets)? ToPath()
    {
        var vertices = new int[Points.Count];
        var path = LinePath.Of(Points, vertices);
        var offsets = StopPoints.Select(point => path.Offsets[vertices[point]]).ToArray();
        return Enumerable.Range(1, offsets.Length - 1).All(stop => offsets[stop] - offsets[stop - 1] >= LinePath.MinCallGapMeters) ? (path, offsets) : null;
    }
}
