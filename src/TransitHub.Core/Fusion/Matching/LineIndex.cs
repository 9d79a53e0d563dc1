using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;
using TransitHub.Core.Graphs;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Matching;

/// <summary>Finds the lines that pass by a place, and the patterns that run on them.</summary>
[NotKept]
internal sealed class LineIndex
{
    /// <summary>Segments in one box of the index: small boxes keep false finds few, and many segments in one keep the tree small.</summary>
    private const int SegmentsPerBox = 16;

    private readonly STRtree<int> boxes = new();
    private readonly int[][] patterns;
    private readonly SortedSet<int> found = [];

    public LineIndex(Schedule schedule)
    {
        List<int>[] byLine = [.. Enumerable.Range(0, schedule.Geometries.Count).Select(_ => new List<int>())];
        for (int pattern = 0; pattern < schedule.Patterns.Count; pattern++)
        {
            byLine[schedule.Patterns.GeometryIndex(pattern)].Add(pattern);
        }

        this.patterns = [.. byLine.Select(l => l.ToArray())];
        for (int line = 0; line < schedule.Geometries.Count; line++)
        {
            if (this.patterns[line].Length > 0)
            {
                this.Add(line, schedule.Geometries[line]);
            }
        }

        this.boxes.Build();
    }

    /// <summary>The patterns that run on a line.</summary>
    public ReadOnlySpan<int> PatternsOf(int line) => this.patterns[line];

    /// <summary>Lines that may pass within <paramref name="meters"/> of a place, in the order of their indexes; valid until the next call.</summary>
    public IReadOnlyCollection<int> Near(double latitude, double longitude, double meters)
    {
        const double MetersPerDegree = 111_195;
        double north = meters / MetersPerDegree;
        double east = north / Math.Max(0.01, Math.Cos(latitude * (Math.PI / 180)));
        this.found.Clear();
        foreach (int line in this.boxes.Query(new Envelope(longitude - east, longitude + east, latitude - north, latitude + north)))
        {
            this.found.Add(line);
        }

        return this.found;
    }

    private void Add(int line, TransitHub.Gtfs.Geometry geometry)
    {
        ReadOnlySpan<float> xs = geometry.X;
        ReadOnlySpan<float> ys = geometry.Y;
        for (int start = 0; start < xs.Length - 1; start += SegmentsPerBox)
        {
            Envelope box = new();
            for (int i = start; i <= Math.Min(start + SegmentsPerBox, xs.Length - 1); i++)
            {
                box.ExpandToInclude(
                    geometry.OriginLongitude + (xs[i] / geometry.MetersPerDegreeX),
                    geometry.OriginLatitude + (ys[i] / geometry.MetersPerDegreeY));
            }

            this.boxes.Insert(box, line);
        }
    }
}
