using TransitHub.Gtfs.Text;

namespace TransitHub.Gtfs;

/// <summary>The ids of shapes.txt, used by trips or not. The lines themselves are geometries of patterns.</summary>
public sealed class ShapeTable
{
    private readonly IdColumn ids;

    internal ShapeTable(IdColumn ids, int pointCount, GeoExtent extent) => (this.ids, PointCount, Extent) = (ids, pointCount, extent);

    /// <summary>Number of shapes.</summary>
    public int Count => this.ids.Count;

    /// <summary>Number of usable points of all shapes.</summary>
    public int PointCount { get; }

    /// <summary>The box of all points of all shapes.</summary>
    public GeoExtent Extent { get; }

    /// <summary>shape_id.</summary>
    public string Id(int shape) => this.ids[shape];

    /// <summary>Finds a shape by its id.</summary>
    public bool TryFind(string id, out int index) => this.ids.TryFind(id, out index);
}
