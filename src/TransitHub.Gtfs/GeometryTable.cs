namespace TransitHub.Gtfs;

/// <summary>The lines that patterns run along; equal lines are kept once.</summary>
public sealed class GeometryTable
{
    private readonly Geometry[] geometries;

    internal GeometryTable(Geometry[] geometries) => this.geometries = geometries;

    /// <summary>Number of geometries.</summary>
    public int Count => this.geometries.Length;

    /// <summary>One of the geometries.</summary>
    public Geometry this[int index] => this.geometries[index];
}
