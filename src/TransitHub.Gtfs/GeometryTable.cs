namespace TransitHub.Gtfs;

/// <summary>The lines that patterns run along; equal lines are kept once.</summary>
public sealed class GeometryTable
{
    private readonly Geometry[] _geometries;

    internal GeometryTable(Geometry[] geometries) => _geometries = geometries;

    /// <summary>Number of geometries.</summary>
    public int Count => _geometries.Length;

    /// <summary>One of the geometries.</summary>
    public Geometry this[int index] => _geometries[index];
}
