using TransitHub.Core.Observations;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Building;
using TransitHub.Training.Observing;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Tracing;

/// <summary>
/// Draws the way of vehicles through stops that are known, from what they were seen to drive. Where whole lines were driven often enough, the line in the middle
/// of them is taken from stop to stop; where not, the middle of the traces between the two stops. No clock and no chance: the same traces give the same ways.
/// </summary>
public sealed class WayTracer
{
    /// <summary>A stop lies no farther from the street that serves it, meters.</summary>
    private const float StopMeters = 45;

    /// <summary>From fix to fix a trace cuts corners: it passes a stop within this, meters.</summary>
    private const float TraceMeters = 70;

    /// <summary>A pattern of which less was seen is left as it is.</summary>
    private const double LeastSeen = 0.5;

    /// <summary>Fewer traces of a part are not fitted but one of them is taken.</summary>
    private const int EnoughTraces = 4;

    /// <summary>More traces of one way from stop to stop make neither the way nor its measure better.</summary>
    private const int MostTraces = 60;

    private readonly FleetTraces fleet;
    private readonly ObserveOptions options;
    private readonly int fewest;
    private readonly List<TracedRun> lines = [];
    private readonly Dictionary<(GeoPoint, GeoPoint), Geometry?> pieces = [];
    private readonly Dictionary<(GeoPoint, GeoPoint), List<Stretch>> stretches = [];
    private List<TracedRun> runs = [];
    private List<Geometry> runLines = [];
    private List<Geometry> courseLines = [];
    private LineIndex? runIndex;
    private LineIndex courseIndex = new([]);

    /// <summary>Begins.</summary>
    /// <param name="fewestTraces">A way that was driven less often is not drawn, 1 to 1000.</param>
    public WayTracer(int fewestTraces)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fewestTraces, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fewestTraces, 1000);
        this.fewest = fewestTraces;
        this.options = new ObserveOptions { RouteOf = RouteOf.Route, MinRuns = Math.Max(2, fewestTraces) };
        this.fleet = new FleetTraces(this.options);
    }

    /// <summary>Takes a report, in any order; false when there are more than <see cref="ObserveOptions.MaxReports"/>.</summary>
    public bool TryAdd(AvlReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return this.fleet.TryAdd(report);
    }

    /// <summary>Takes a line that was recorded or drawn as one trace, in the direction of travel; a line of fewer than two places tells nothing.</summary>
    public void Add(IReadOnlyList<GeoPoint> line)
    {
        ArgumentNullException.ThrowIfNull(line);
        List<TimedFix> fixes = [];
        double at = 0;
        for (int i = 0; i < line.Count; i++)
        {
            at += i == 0 ? 0 : Math.Max(1, line[i].DistanceTo(line[i - 1]) / 10);
            fixes.Add(new TimedFix(at, line[i].Lat, line[i].Lon));
        }

        if (fixes.Count >= 2 && new TracedRun(string.Empty, string.Empty, fixes) is { Moves.Count: >= 2 } run)
        {
            this.lines.Add(run);
        }
    }

    /// <summary>Draws the way through two stops or more, in order; null if too little of it was seen.</summary>
    public TracedWay? Trace(IReadOnlyList<GeoPoint> stops)
    {
        ArgumentNullException.ThrowIfNull(stops);
        if (this.runIndex is null)
        {
            this.Prepare();
        }

        int links = stops.Count - 1;
        Stretch?[] chosen = StretchChoice.Of([.. Enumerable.Range(0, links).Select(link => this.Stretches(stops[link], stops[link + 1]))]);
        List<GeoPoint> points = [];
        List<int> stopPoints = [];
        TraceFit all = new();
        bool[] seen = new bool[links];
        for (int link = 0; link < links; link++)
        {
            if (points.Count > 0)
            {
                // The stop has one place: the start of the next way stands for the end of the one before.
                points.RemoveAt(points.Count - 1);
            }

            stopPoints.Add(points.Count);
            Geometry? way = chosen[link] is { } stretch ? Part(this.courseLines[stretch.Line], stretch.From, stretch.To) : this.Piece(stops[link], stops[link + 1]);
            seen[link] = way is not null;
            if (way is null)
            {
                points.AddRange([stops[link], stops[link + 1]]);
                continue;
            }

            AddPoints(way, points);
            all.Add(TraceFit.Of(way, this.TracesBetween(stops[link], stops[link + 1])));
        }

        stopPoints.Add(points.Count - 1);
        int count = seen.Count(s => s);
        return count == 0 || count < LeastSeen * links ? null : all.Of(new DrawnWay(points, stopPoints), seen);
    }

    /// <summary>The parts of lines driven end to end from one stop to the next, each with how far all traces there lie off it.</summary>
    private List<Stretch> Stretches(GeoPoint from, GeoPoint to)
    {
        if (!this.stretches.TryGetValue((from, to), out List<Stretch>? known))
        {
            known = this.courseIndex.Between(from, to, StopMeters);
            if (known.Count > 1)
            {
                List<List<TimedFix>> traces = this.TracesBetween(from, to);
                known = known.ConvertAll(s => s with { Off = s.Off + (float)TraceFit.Of(Part(this.courseLines[s.Line], s.From, s.To), traces).MeanMeters });
            }

            this.stretches.Add((from, to), known);
        }

        return known;
    }

    private void Prepare()
    {
        this.runs = [.. new RunCutter(this.fleet).Cut(), .. this.lines];
        this.runLines = this.runs.ConvertAll(r => r.Line());
        this.runIndex = new LineIndex(this.runLines);
        List<RunGroup> groups = new RunGrouping(this.options).Group(this.runs);
        this.courseLines = new CourseMaker(this.options).Make(groups, this.runs).ConvertAll(c => c.Line);
        this.courseIndex = new LineIndex(this.courseLines);
    }

    /// <summary>The middle of the traces from one stop to the next; null where there are too few.</summary>
    private Geometry? Piece(GeoPoint from, GeoPoint to)
    {
        if (this.pieces.TryGetValue((from, to), out Geometry? known))
        {
            return known;
        }

        List<Stretch> found = this.Traces(from, to);
        Geometry? piece = found.Count == 0 || found.Count < this.fewest ? null
            : found.Count < EnoughTraces ? this.Middle(found)
            : CenterOf([.. found.Select(s => this.Cut(s)).OfType<TracedRun>()]) is { } line && new LineIndex([line]).Between(from, to, TraceMeters) is [var only, ..]
                ? Part(line, only.From, only.To)
                : null;
        this.pieces.Add((from, to), piece);
        return piece;
    }

    /// <summary>Of a few traces the one that all others lie nearest to, as it is: there are too few fixes to draw a line between them.</summary>
    private Geometry Middle(List<Stretch> found)
    {
        List<List<TimedFix>> traces = found.ConvertAll(this.Inside);
        return found.Select(s => Part(this.runLines[s.Line], s.From, s.To)).MinBy(line => TraceFit.Of(line, traces).MeanMeters)!;
    }

    private static Geometry? CenterOf(List<TracedRun> traces)
    {
        if (traces.Count == 0)
        {
            return null;
        }

        RunGroup group = new(traces[0]);
        group.Runs.AddRange(traces.Skip(1));
        return CenterLine.Draw(group);
    }

    private List<Stretch> Traces(GeoPoint from, GeoPoint to)
    {
        List<Stretch> all = this.runIndex!.Between(from, to, TraceMeters);
        int every = 1 + (all.Count / MostTraces);
        return [.. all.Where((_, i) => i % every == 0)];
    }

    private List<List<TimedFix>> TracesBetween(GeoPoint from, GeoPoint to) => this.Traces(from, to).ConvertAll(this.Inside);

    /// <summary>The fixes of a run between two places.</summary>
    private List<TimedFix> Inside(Stretch stretch)
    {
        (TracedRun run, Geometry line) = (this.runs[stretch.Line], this.runLines[stretch.Line]);
        List<TimedFix> inside = [];
        for (int at = 0; at < run.Moves.Count; at++)
        {
            if (line.Cumulative[at] > stretch.From && line.Cumulative[at] < stretch.To)
            {
                inside.Add(run.Moves[at]);
            }
        }

        return inside;
    }

    /// <summary>The part of a run between two places, with a fix on either side; null if it has no move there.</summary>
    private TracedRun? Cut(Stretch stretch)
    {
        (TracedRun run, Geometry line) = (this.runs[stretch.Line], this.runLines[stretch.Line]);
        int first = 0;
        while (first + 1 < run.Moves.Count && line.Cumulative[first + 1] <= stretch.From)
        {
            first++;
        }

        int last = first;
        while (last + 1 < run.Moves.Count && line.Cumulative[last] < stretch.To)
        {
            last++;
        }

        return last > first ? new TracedRun(run.Vehicle, string.Empty, [.. run.Moves.Skip(first).Take(last - first + 1)]) : null;
    }

    private static Geometry Part(Geometry line, double from, double to)
    {
        List<(double Lat, double Lon)> points = [line.At(from)];
        for (int at = 0; at < line.X.Length; at++)
        {
            if (line.Cumulative[at] > from && line.Cumulative[at] < to)
            {
                points.Add((line.OriginLatitude + (line.Y[at] / line.MetersPerDegreeY), line.OriginLongitude + (line.X[at] / line.MetersPerDegreeX)));
            }
        }

        points.Add(line.At(to));
        return Geometry.FromDegrees([.. points.Select(p => p.Lat)], [.. points.Select(p => p.Lon)]);
    }

    private static void AddPoints(Geometry line, List<GeoPoint> points)
    {
        for (int at = 0; at < line.X.Length; at++)
        {
            points.Add(new GeoPoint(line.OriginLatitude + (line.Y[at] / line.MetersPerDegreeY), line.OriginLongitude + (line.X[at] / line.MetersPerDegreeX)));
        }
    }
}
