namespace TransitHub.Gtfs;

/// <summary>
/// Patterns: trips of one route and direction that serve the same stops in the same order along the same shape.
/// Numbered in the order in which trips.txt first uses them.
/// </summary>
public sealed class PatternTable
{
    private readonly PatternRow[] rows;
    private readonly IntGroups trips;

    internal PatternTable(PatternRow[] rows, IntGroups trips) => (this.rows, this.trips) = (rows, trips);

    /// <summary>Number of patterns.</summary>
    public int Count => this.rows.Length;

    /// <summary>Stop indexes in order; at least two, and a stop may come twice.</summary>
    public ReadOnlySpan<int> Stops(int pattern) => this.rows[pattern].Stops;

    /// <summary>Links between successive stops: one fewer than stops.</summary>
    public ReadOnlySpan<int> Links(int pattern) => this.rows[pattern].Links;

    /// <summary>Metres from the start of the geometry to each stop; never falling.</summary>
    public ReadOnlySpan<float> StopOffsets(int pattern) => this.rows[pattern].StopOffsets;

    /// <summary>Index of the geometry that the pattern runs along.</summary>
    public int GeometryIndex(int pattern) => this.rows[pattern].Geometry;

    /// <summary>Trips of the pattern, sorted by start.</summary>
    public ReadOnlySpan<int> Trips(int pattern) => this.trips[pattern];

    /// <summary>Index of the route; -1 if the trips' route is unknown.</summary>
    public int RouteIndex(int pattern) => this.rows[pattern].Route;

    /// <summary>direction_id of the trips; -1 if absent.</summary>
    public sbyte DirectionId(int pattern) => this.rows[pattern].Direction;

    /// <summary>Whether the geometry is straight lines between the stops, for want of a usable shape.</summary>
    public bool IsStraight(int pattern) => this.rows[pattern].IsStraight;

    internal sealed record PatternRow(
        int[] Stops, int[] Links, float[] StopOffsets, int Geometry, int Route, sbyte Direction, bool IsStraight);
}
