using TransitHub.Gtfs;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Tracing;

/// <summary>Lines on the ground, to be asked which of them pass a place.</summary>
internal sealed class LineIndex
{
    /// <summary>About 100 m.</summary>
    private const double CellDegrees = 0.001;

    private const double CellMeters = 100;

    private const double StepMeters = 50;

    private readonly IReadOnlyList<Geometry> lines;
    private readonly Dictionary<(int Lat, int Lon), List<int>> cells = [];
    private readonly Dictionary<(GeoPoint Place, float Reach), List<Passing>> known = [];

    public LineIndex(IReadOnlyList<Geometry> lines)
    {
        this.lines = lines;
        for (int line = 0; line < lines.Count; line++)
        {
            this.Add(line);
        }
    }

    /// <summary>All times that a line passes within reach of a place, by line and along it.</summary>
    public IReadOnlyList<Passing> Passings(GeoPoint place, float reachMeters)
    {
        if (this.known.TryGetValue((place, reachMeters), out List<Passing>? before))
        {
            return before;
        }

        SortedSet<int> near = [];
        (int lat, int lon) = Cell(place.Lat, place.Lon);
        int far = (int)Math.Ceiling(reachMeters / CellMeters);
        int wide = (int)Math.Ceiling(far / Math.Max(0.1, Math.Cos(place.Lat * Math.PI / 180)));
        for (int north = -far; north <= far; north++)
        {
            for (int east = -wide; east <= wide; east++)
            {
                near.UnionWith(this.cells.GetValueOrDefault((lat + north, lon + east)) ?? []);
            }
        }

        List<Passing> passings = [];
        List<LineCandidate> found = [];
        foreach (int line in near)
        {
            LineCandidates.Find(this.lines[line], place.Lat, place.Lon, reachMeters, found);
            AddNearest(line, found, reachMeters, passings);
        }

        this.known.Add((place, reachMeters), passings);
        return passings;
    }

    /// <summary>
    /// The stretches of lines from one place to the next: of each passing of the first the nearest passing of the second behind it, unless the way is a detour.
    /// </summary>
    public List<Stretch> Between(GeoPoint from, GeoPoint to, float reachMeters)
    {
        double straight = from.DistanceTo(to);
        double longest = Math.Max((2.5 * straight) + 100, straight + 700);
        IReadOnlyList<Passing> starts = this.Passings(from, reachMeters);
        IReadOnlyList<Passing> ends = this.Passings(to, reachMeters);
        List<Stretch> stretches = [];
        int end = 0;
        for (int start = 0; start < starts.Count; start++)
        {
            Passing at = starts[start];
            while (end < ends.Count && (ends[end].Line < at.Line || (ends[end].Line == at.Line && ends[end].Along <= at.Along + (straight / 3))))
            {
                end++;
            }

            bool isLast = start + 1 == starts.Count || starts[start + 1].Line != at.Line || end == ends.Count || starts[start + 1].Along >= ends[end].Along;
            if (isLast && end < ends.Count && ends[end].Line == at.Line && ends[end].Along - at.Along <= longest)
            {
                stretches.Add(new Stretch(at.Line, at.Along, ends[end].Along, at.Distance + ends[end].Distance));
            }
        }

        return stretches;
    }

    /// <summary>Each piece of a line within reach is a candidate; those of one passing are one, at the nearest.</summary>
    private static void AddNearest(int line, List<LineCandidate> found, float reachMeters, List<Passing> passings)
    {
        for (int from = 0, to; from < found.Count; from = to)
        {
            (to, int best) = (from + 1, from);
            while (to < found.Count && found[to].Along - found[to - 1].Along <= 2 * reachMeters)
            {
                best = found[to].Distance < found[best].Distance ? to : best;
                to++;
            }

            passings.Add(new Passing(line, found[best].Along, found[best].Distance));
        }
    }

    private void Add(int line)
    {
        HashSet<(int, int)> own = [];
        for (double along = 0; along < this.lines[line].LengthMeters + StepMeters; along += StepMeters)
        {
            (double lat, double lon) = this.lines[line].At(Math.Min(along, this.lines[line].LengthMeters));
            if (own.Add(Cell(lat, lon)))
            {
                (this.cells.TryGetValue(Cell(lat, lon), out List<int>? there) ? there : this.cells[Cell(lat, lon)] = []).Add(line);
            }
        }
    }

    private static (int Lat, int Lon) Cell(double lat, double lon) => ((int)Math.Floor(lat / CellDegrees), (int)Math.Floor(lon / CellDegrees));
}

/// <summary>A line passes a place.</summary>
/// <param name="Line">Number of the line.</param>
/// <param name="Along">Where along it, meters.</param>
/// <param name="Distance">How far off, meters.</param>
internal readonly record struct Passing(int Line, float Along, float Distance);

/// <summary>A part of a line between two stops.</summary>
/// <param name="Line">Number of the line.</param>
/// <param name="From">Meters along it at the first stop.</param>
/// <param name="To">Meters along it at the second.</param>
/// <param name="Off">How far both stops lie off it together, and whatever else speaks against it, meters.</param>
internal readonly record struct Stretch(int Line, float From, float To, float Off);
