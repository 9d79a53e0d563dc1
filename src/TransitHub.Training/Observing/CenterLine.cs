using TransitHub.Gtfs;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Observing;

/// <summary>
/// Draws the line in the middle of many runs along one way. The fixes of all are put on a first line in order, and a line is fitted through them piece by
/// piece; fixes near a corner that the first line cuts pull it there, so it is done several times, each time with less patience for what lies off.
/// </summary>
internal static class CenterLine
{
    /// <summary>How far off the line a fix may lie and what distance costs one, meters, from the first drawing to the last.</summary>
    private static readonly (float Reach, double Noise)[] Rounds = [(120, 25), (75, 15), (40, 12)];

    private const double StepMeters = 20;

    /// <summary>A piece reaches as far to both sides as it takes to hold enough fixes, meters.</summary>
    private const double NarrowMeters = 25;

    private const double WideMeters = 60;

    private const int EnoughFixes = 8;

    /// <summary>More runs of one group make the line no better.</summary>
    private const int MostRuns = 150;

    /// <summary>Ends that fewer of the runs reach are ways to the line or from it.</summary>
    private const double SupportShare = 0.5;

    /// <summary>Points nearer than this to the line without them are left out, meters.</summary>
    private const double StraightMeters = 2.5;

    /// <summary>Draws the line of a group; null where the runs do not make one.</summary>
    public static Geometry? Draw(RunGroup group)
    {
        Geometry line = Densest(group).Line();
        int every = 1 + (group.Runs.Count / MostRuns);
        List<TracedRun> runs = [.. group.Runs.Where((_, i) => i % every == 0)];
        foreach ((float reach, double noise) in Rounds)
        {
            if (Redraw(line, runs, reach, noise) is not { } better)
            {
                return null;
            }

            line = better;
        }

        return Thin(line);
    }

    /// <summary>The run that says most of the way: the most moves of those of usual length.</summary>
    private static TracedRun Densest(RunGroup group)
    {
        double[] lengths = [.. group.Runs.Select(r => r.LengthMeters).Order()];
        double usual = lengths[lengths.Length / 2];
        return group.Runs.Where(r => Math.Abs(r.LengthMeters - usual) <= 0.15 * usual).MaxBy(r => r.Moves.Count) ?? group.Runs[0];
    }

    private static Geometry? Redraw(Geometry line, List<TracedRun> runs, float reach, double noise)
    {
        List<(float Along, float X, float Y, float Off)> points = [];
        List<(float From, float To)> spans = [];
        foreach (TracedRun run in runs)
        {
            List<PathPoint> path = MonotonePath.Of(line, run.Moves, reach, noise);
            if (path.Count < 2)
            {
                continue;
            }

            spans.Add((path[0].Along, path[^1].Along));
            int at = 0;
            foreach (PathPoint point in path)
            {
                while (run.Moves[at].At < point.At)
                {
                    at++;
                }

                line.ToLocal(run.Moves[at].Latitude, run.Moves[at].Longitude, out float x, out float y);
                (double lat, double lon) = line.At(point.Along);
                line.ToLocal(lat, lon, out float onX, out float onY);
                points.Add((point.Along, x, y, MathF.Sqrt(((x - onX) * (x - onX)) + ((y - onY) * (y - onY)))));
            }
        }

        points.Sort();
        (double from, double to) = Supported(spans);
        return to - from < 4 * StepMeters ? null : Fit(line, points, from, to, reach);
    }

    /// <summary>The part of the line that enough of the runs cover.</summary>
    private static (double From, double To) Supported(List<(float From, float To)> spans)
    {
        if (spans.Count == 0)
        {
            return default;
        }

        float[] starts = [.. spans.Select(s => s.From).Order()];
        float[] ends = [.. spans.Select(s => s.To).OrderDescending()];
        int rank = Math.Clamp((int)Math.Ceiling(SupportShare * spans.Count) - 1, 0, spans.Count - 1);
        return (starts[rank], ends[rank]);
    }

    private static Geometry? Fit(Geometry line, List<(float Along, float X, float Y, float Off)> points, double from, double to, float reach)
    {
        List<double> latitudes = [];
        List<double> longitudes = [];
        int low = 0;
        for (double along = from; along <= to + (StepMeters / 2); along += StepMeters)
        {
            double at = Math.Min(along, to);
            while (low < points.Count && points[low].Along < at - WideMeters)
            {
                low++;
            }

            if (Piece(points, low, at, reach) is not { } place)
            {
                continue;
            }

            latitudes.Add(line.OriginLatitude + (place.Y / line.MetersPerDegreeY));
            longitudes.Add(line.OriginLongitude + (place.X / line.MetersPerDegreeX));
        }

        return latitudes.Count < 2 ? null : Geometry.FromDegrees([.. latitudes], [.. longitudes]);
    }

    /// <summary>The place of a straight piece fitted to the fixes about a place of the line.</summary>
    private static (double X, double Y)? Piece(List<(float Along, float X, float Y, float Off)> points, int low, double at, float reach)
    {
        double width = NarrowMeters;
        int high = low;
        int within = 0;
        for (; high < points.Count && points[high].Along <= at + WideMeters; high++)
        {
            within += Math.Abs(points[high].Along - at) <= NarrowMeters ? 1 : 0;
        }

        width = within >= EnoughFixes ? NarrowMeters : WideMeters;
        (double n, double s, double ss, double x, double y, double sx, double sy) = (0, 0, 0, 0, 0, 0, 0);
        for (int i = low; i < high; i++)
        {
            double ahead = points[i].Along - at;
            double far = Math.Abs(ahead) / width;
            if (far >= 1)
            {
                continue;
            }

            double off = points[i].Off / reach;
            double weight = (1 - far) * (1 - (off * off * 0.9));
            n += weight;
            s += weight * ahead;
            ss += weight * ahead * ahead;
            x += weight * points[i].X;
            y += weight * points[i].Y;
            sx += weight * ahead * points[i].X;
            sy += weight * ahead * points[i].Y;
        }

        if (n < 0.5)
        {
            return null;
        }

        double spread = (n * ss) - (s * s);
        bool isSloped = spread > n * n * 25;
        return isSloped ? (((ss * x) - (s * sx)) / spread, ((ss * y) - (s * sy)) / spread) : (x / n, y / n);
    }

    /// <summary>The same line without the points that a straight piece does not need (Douglas and Peucker).</summary>
    private static Geometry Thin(Geometry line)
    {
        bool[] isKept = new bool[line.X.Length];
        isKept[0] = isKept[^1] = true;
        Stack<(int From, int To)> parts = new([(0, line.X.Length - 1)]);
        while (parts.TryPop(out (int From, int To) part))
        {
            (int far, double most) = (-1, StraightMeters);
            for (int at = part.From + 1; at < part.To; at++)
            {
                double off = Off(line, part.From, part.To, at);
                (far, most) = off > most ? (at, off) : (far, most);
            }

            if (far >= 0)
            {
                isKept[far] = true;
                parts.Push((part.From, far));
                parts.Push((far, part.To));
            }
        }

        int[] kept = [.. Enumerable.Range(0, isKept.Length).Where(i => isKept[i])];
        return Geometry.FromDegrees(
            [.. kept.Select(i => line.OriginLatitude + (line.Y[i] / line.MetersPerDegreeY))],
            [.. kept.Select(i => line.OriginLongitude + (line.X[i] / line.MetersPerDegreeX))]);
    }

    private static double Off(Geometry line, int from, int to, int at)
    {
        double dx = line.X[to] - line.X[from];
        double dy = line.Y[to] - line.Y[from];
        double length = (dx * dx) + (dy * dy);
        double x = line.X[at] - line.X[from];
        double y = line.Y[at] - line.Y[from];
        double share = length > 0 ? Math.Clamp(((x * dx) + (y * dy)) / length, 0, 1) : 0;
        return Math.Sqrt(((x - (share * dx)) * (x - (share * dx))) + ((y - (share * dy)) * (y - (share * dy))));
    }
}
