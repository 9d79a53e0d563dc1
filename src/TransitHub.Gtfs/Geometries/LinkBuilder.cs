using System.Buffers.Binary;
using System.IO.Hashing;

namespace TransitHub.Gtfs.Geometries;

/// <summary>
/// Finds the links that patterns share. Two patterns take the same link if they go from one stop to the same next stop and
/// their ways lie close together, whichever shape they come from.
/// </summary>
internal sealed class LinkBuilder(StopTable stops)
{
    /// <summary>Ways that differ less than this at a quarter, half and three quarters are one: shapes of a street differ by its width and by drawing.</summary>
    private const double SameWayMeters = 40;

    /// <summary>
    /// Grid of the key. A link near the straight line between its stops, which most are, rounds to zero with a wide
    /// margin, so that a shape drawn anew keeps the key.
    /// </summary>
    private const double KeyMeters = 100;

    private readonly List<LinkTable.LinkRow> rows = [];
    private readonly List<Way> ways = [];
    private readonly Dictionary<(int From, int To), List<int>> byStops = [];
    private readonly Dictionary<ulong, int> byKey = [];

    public LinkTable Finish() => new([.. this.rows]);

    public int Add(Geometry line, int from, int to, float start, float end)
    {
        var way = Way.Between(line, start, end);
        if (!this.byStops.TryGetValue((from, to), out var known))
        {
            this.byStops.Add((from, to), known = []);
        }

        foreach (var link in known)
        {
            if (this.ways[link].IsNear(way, SameWayMeters))
            {
                return link;
            }
        }

        var key = Key(from, to, way);
        if (this.byKey.TryGetValue(key, out var same))
        {
            return same;
        }

        this.byKey.Add(key, this.rows.Count);
        known.Add(this.rows.Count);
        this.rows.Add(new LinkTable.LinkRow(from, to, end - start, key));
        this.ways.Add(way);
        return this.rows.Count - 1;
    }

    private ulong Key(int from, int to, Way way)
    {
        var hash = new XxHash3();
        hash.Append(stops.IdUtf8(from));
        hash.Append([0]);
        hash.Append(stops.IdUtf8(to));
        hash.Append([0]);
        Span<byte> number = stackalloc byte[4];
        foreach (var meters in (ReadOnlySpan<double>)[way.X1, way.Y1, way.X2, way.Y2, way.X3, way.Y3])
        {
            BinaryPrimitives.WriteInt32LittleEndian(number, (int)Math.Round(meters / KeyMeters));
            hash.Append(number);
        }

        return hash.GetCurrentHashAsUInt64();
    }

    /// <summary>How far the way lies from the straight line between its ends, in metres, at a quarter, half and three quarters of its length.</summary>
    private readonly record struct Way(double X1, double Y1, double X2, double Y2, double X3, double Y3)
    {
        public static Way Between(Geometry line, float start, float end)
        {
            var (a, b) = (line.At(start), line.At(end));
            var (x1, y1) = Bulge(line, start, end, 0.25, a, b);
            var (x2, y2) = Bulge(line, start, end, 0.5, a, b);
            var (x3, y3) = Bulge(line, start, end, 0.75, a, b);
            return new Way(x1, y1, x2, y2, x3, y3);
        }

        public bool IsNear(Way other, double meters) =>
            Math.Abs(X1 - other.X1) < meters && Math.Abs(Y1 - other.Y1) < meters
            && Math.Abs(X2 - other.X2) < meters && Math.Abs(Y2 - other.Y2) < meters
            && Math.Abs(X3 - other.X3) < meters && Math.Abs(Y3 - other.Y3) < meters;

        private static (double X, double Y) Bulge(
            Geometry line, float start, float end, double share, (double Lat, double Lon) a, (double Lat, double Lon) b)
        {
            var (lat, lon) = line.At(start + ((end - start) * share));
            return (
                (lon - (a.Lon + ((b.Lon - a.Lon) * share))) * line.MetersPerDegreeX,
                (lat - (a.Lat + ((b.Lat - a.Lat) * share))) * line.MetersPerDegreeY);
        }
    }
}
