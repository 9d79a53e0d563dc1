using TransitHub.Gtfs;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Observing;

/// <summary>
/// Finds the longest stretch that enough runs drove, where no two runs agree from end to end: short recordings hold parts of a line, and vehicles that were seen from
/// their garage on. What is found is a part of a line, and the draft says nothing of the rest.
/// </summary>
internal static class SharedStretch
{
    /// <summary>A shorter stretch is a crossing of ways, meters.</summary>
    private const double FewestMeters = 1500;

    private const float Reach = 120;

    private const double Noise = 25;

    /// <summary>More runs of one word are taken in equal steps: the work grows with their square.</summary>
    private const int MostRuns = 120;

    /// <summary>Groups of the parts of runs that lie on a shared stretch, the longest stretch first.</summary>
    /// <param name="runs">Runs of one word, none of which was grouped.</param>
    /// <param name="fewest">Runs that must have driven a stretch from end to end.</param>
    public static List<RunGroup> Group(IReadOnlyList<TracedRun> runs, int fewest)
    {
        int every = 1 + (runs.Count / MostRuns);
        List<TracedRun> left = [.. runs.Where((_, i) => i % every == 0)];
        List<RunGroup> groups = [];
        while (left.Count >= fewest && Longest(left, fewest) is { } found)
        {
            RunGroup group = new(found.Parts[0]) { PartsOf = found.Runs };
            group.Runs.AddRange(found.Parts.Skip(1));
            groups.Add(group);
            left.RemoveAll(found.Runs.Contains);
        }

        return groups;
    }

    private static Stretch? Longest(List<TracedRun> runs, int fewest)
    {
        (Stretch? best, double length) = (null, FewestMeters);
        foreach (TracedRun first in runs)
        {
            if (first.LengthMeters <= length)
            {
                continue;
            }

            Geometry line = first.Line();
            List<(TracedRun Run, List<PathPoint> Path)> along = [.. runs.Select(r => (r, MonotonePath.Of(line, r.Moves, Reach, Noise))).Where(r => r.Item2.Count >= 3)];
            foreach ((double from, double to) in Spans(along, fewest))
            {
                if (to - from > length && Cut(along, from, to) is var cut && cut.Count >= fewest)
                {
                    (best, length) = (new Stretch([.. cut.Select(c => c.Run)], [.. cut.Select(c => c.Part)]), to - from);
                }
            }
        }

        return best;
    }

    /// <summary>From each place where a run comes onto the line to the farthest that enough of the runs there go on to.</summary>
    private static IEnumerable<(double From, double To)> Spans(List<(TracedRun Run, List<PathPoint> Path)> along, int fewest)
    {
        foreach (double from in along.Select(a => (double)a.Path[0].Along).Distinct())
        {
            double[] ends = [.. along.Where(a => a.Path[0].Along <= from).Select(a => (double)a.Path[^1].Along).OrderDescending()];
            if (ends.Length >= fewest)
            {
                yield return (from, ends[fewest - 1]);
            }
        }
    }

    /// <summary>The runs that drove a stretch from end to end, each cut to it, if nearly all of what they drove between lies on it.</summary>
    private static List<(TracedRun Run, TracedRun Part)> Cut(List<(TracedRun Run, List<PathPoint> Path)> along, double from, double to)
    {
        List<(TracedRun, TracedRun)> cut = [];
        foreach ((TracedRun run, List<PathPoint> path) in along)
        {
            List<PathPoint> inside = [.. path.Where(p => p.Along >= from - 1 && p.Along <= to + 1)];
            if (path[0].Along > from + 1 || path[^1].Along < to - 1 || inside.Count < 2)
            {
                continue;
            }

            List<TimedFix> fixes = [.. run.Fixes.Where(f => f.At >= inside[0].At && f.At <= inside[^1].At)];
            TracedRun part = new(run.Vehicle, run.Label, fixes);
            if (inside.Count >= 0.8 * part.Moves.Count && part.Moves.Count >= 3)
            {
                cut.Add((run, part));
            }
        }

        return cut;
    }

    private sealed record Stretch(HashSet<TracedRun> Runs, List<TracedRun> Parts);
}
