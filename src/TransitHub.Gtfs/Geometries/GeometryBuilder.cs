using System.IO.Hashing;
using System.Runtime.InteropServices;
using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Text;

namespace TransitHub.Gtfs.Geometries;

/// <summary>Makes the lines that patterns run along, each once, however many shapes or patterns share it.</summary>
internal sealed class GeometryBuilder
{
    private readonly FeedReading reading;
    private readonly IdColumn shapeIds;
    private readonly OwnedRows<ShapePointRow> points;
    private readonly ShapeLine?[] shapes;
    private readonly bool[] isUsed;
    private readonly List<Geometry> geometries = [];
    private readonly Dictionary<UInt128, int> byContent = [];
    private readonly double[] latitudes;
    private readonly double[] longitudes;
    private ShapePointRow[] scratch = [];

    public GeometryBuilder(FeedReading reading, StopTable stops, IdColumn shapeIds, OwnedRows<ShapePointRow> points)
    {
        (this.reading, this.shapeIds, this.points) = (reading, shapeIds, points);
        this.shapes = new ShapeLine?[shapeIds.Count];
        this.isUsed = new bool[shapeIds.Count];
        this.latitudes = new double[stops.Count];
        this.longitudes = new double[stops.Count];
        for (var stop = 0; stop < stops.Count; stop++)
        {
            var place = Located(stops, stop);
            (this.latitudes[stop], this.longitudes[stop]) = (stops.Latitude(place), stops.Longitude(place));
        }
    }

    public Geometry this[int geometry] => this.geometries[geometry];

    /// <summary>Whether the stop, or the station it belongs to, has a place.</summary>
    public bool IsLocated(int stop) => !double.IsNaN(this.latitudes[stop]);

    /// <summary>The stop's place, or that of the station it belongs to; NaN if neither has one.</summary>
    public (double Latitude, double Longitude) Place(int stop) => (this.latitudes[stop], this.longitudes[stop]);

    public string ShapeId(int shape) => this.shapeIds[shape];

    /// <summary>The line of a shape; null if it has fewer than two different points.</summary>
    public ShapeLine? ForShape(int shape)
    {
        if (!this.isUsed[shape])
        {
            this.isUsed[shape] = true;
            this.shapes[shape] = Build(shape);
        }

        return this.shapes[shape];
    }

    /// <summary>Straight lines between the located stops, of which there are at least two.</summary>
    public int Straight(ReadOnlySpan<int> stops)
    {
        var (latitudes, longitudes) = (new List<double>(stops.Length), new List<double>(stops.Length));
        foreach (var stop in stops)
        {
            if (IsLocated(stop))
            {
                latitudes.Add(this.latitudes[stop]);
                longitudes.Add(this.longitudes[stop]);
            }
        }

        return Add(CollectionsMarshal.AsSpan(latitudes), CollectionsMarshal.AsSpan(longitudes));
    }

    public GeometryTable Finish()
    {
        for (var shape = 0; shape < this.isUsed.Length; shape++)
        {
            if (!this.isUsed[shape])
            {
                this.reading.Notices.Add(new Notice("unused_shape", NoticeSeverity.Warning, "shapes.txt", 0, "shape_id", this.shapeIds[shape],
                    "No trip uses the shape. Remove it, or name it in trips.txt."));
            }
        }

        return new GeometryTable([.. this.geometries]);
    }

    public GeoExtent Widen(GeoExtent extent)
    {
        foreach (var geometry in this.geometries)
        {
            var (west, east) = Range(geometry.X);
            var (south, north) = Range(geometry.Y);
            extent = extent
                .Including(geometry.OriginLatitude + (south / geometry.MetersPerDegreeY), geometry.OriginLongitude + (west / geometry.MetersPerDegreeX))
                .Including(geometry.OriginLatitude + (north / geometry.MetersPerDegreeY), geometry.OriginLongitude + (east / geometry.MetersPerDegreeX));
        }

        return extent;
    }

    private static int Located(StopTable stops, int stop)
    {
        var place = stop;
        for (var level = 0; level < 3 && double.IsNaN(stops.Latitude(place)) && stops.ParentIndex(place) >= 0; level++)
        {
            place = stops.ParentIndex(place);
        }

        return place;
    }

    private static (float Low, float High) Range(ReadOnlySpan<float> values)
    {
        var (low, high) = (values[0], values[0]);
        foreach (var value in values)
        {
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        return (low, high);
    }

    private ShapeLine? Build(int shape)
    {
        var rows = this.points.Of(shape, ref this.scratch);
        Sort(rows);
        var (latitudes, longitudes) = (new double[rows.Length], new double[rows.Length]);
        var distances = new float[rows.Length];
        var count = 0;
        for (var at = 0; at < rows.Length; at++)
        {
            if (at > 0 && rows[at].Sequence == rows[at - 1].Sequence)
            {
                Report("duplicate_key", rows[at], "shape_pt_sequence", "Two points of the shape have the same sequence; the later row was left out. Number them anew.");
                continue;
            }

            latitudes[count] = rows[at].Latitude / ShapePointRow.PerDegree;
            longitudes[count] = rows[at].Longitude / ShapePointRow.PerDegree;
            distances[count++] = rows[at].Distance;
        }

        var places = latitudes.AsSpan(0, count);
        if (!places.ContainsAnyExcept(places.IsEmpty ? 0 : places[0])
            && !longitudes.AsSpan(0, count).ContainsAnyExcept(count == 0 ? 0 : longitudes[0]))
        {
            this.reading.Notices.Add(new Notice("single_shape_point", NoticeSeverity.Warning, "shapes.txt", rows.IsEmpty ? 0 : rows[0].Line, "shape_id",
                this.shapeIds[shape], "The shape has fewer than two different points; straight lines between the stops are used. Draw the whole way."));
            return null;
        }

        return new ShapeLine(Add(places, longitudes.AsSpan(0, count)), Sane(rows, distances.AsSpan(0, count)));
    }

    private static void Sort(Span<ShapePointRow> rows)
    {
        for (var at = 1; at < rows.Length; at++)
        {
            if (rows[at].Sequence < rows[at - 1].Sequence)
            {
                rows.Sort((left, right) => left.Sequence.CompareTo(right.Sequence) is not 0 and var order ? order : left.Line.CompareTo(right.Line));
                return;
            }
        }
    }

    /// <summary>The distances if every point has one, they never fall, and they get anywhere.</summary>
    private float[]? Sane(ReadOnlySpan<ShapePointRow> rows, ReadOnlySpan<float> distances)
    {
        for (var at = 0; at < distances.Length; at++)
        {
            if (float.IsNaN(distances[at]))
            {
                return null;
            }

            if (at > 0 && distances[at] < distances[at - 1])
            {
                Report("decreasing_shape_distance", rows[Math.Min(at, rows.Length - 1)], "shape_dist_traveled",
                    "The distance falls along the shape; the distances of this shape are not used. Measure them anew.");
                return null;
            }
        }

        return distances[^1] > distances[0] ? distances.ToArray() : null;
    }

    private int Add(ReadOnlySpan<double> latitudes, ReadOnlySpan<double> longitudes)
    {
        var hash = new XxHash128();
        hash.Append(MemoryMarshal.AsBytes(latitudes));
        hash.Append(MemoryMarshal.AsBytes(longitudes));
        var key = hash.GetCurrentHashAsUInt128();
        if (!this.byContent.TryGetValue(key, out var geometry))
        {
            this.byContent.Add(key, geometry = this.geometries.Count);
            this.geometries.Add(Geometry.FromDegrees(latitudes, longitudes));
        }

        return geometry;
    }

    private void Report(string code, ShapePointRow row, string field, string message) =>
        this.reading.Notices.Add(new Notice(code, NoticeSeverity.Error, "shapes.txt", row.Line, field, this.shapeIds[row.Shape], message));
}
