using TransitHub.Gtfs;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Observing;

/// <summary>
/// Puts runs that drive the same way together. The first run of a group stands for it; a run belongs to the group that it fits best, if it fits at
/// all: its moves lie on the way of the other, in that order, and it covers nearly all of it.
/// </summary>
internal sealed class RunGrouping(ObserveOptions options)
{
    /// <summary>A way between two fixes may leave the street by this much, meters.</summary>
    private const float LooseReach = 120;

    private const double LooseNoise = 25;

    private const double LooseShare = 0.75;

    /// <summary>Where nothing tells the line, runs of one group begin and end within this, meters.</summary>
    private const double EndMeters = 500;

    private const double CellDegrees = 0.01;

    /// <summary>Groups of <see cref="ObserveOptions.MinRuns"/> runs or more, the largest first.</summary>
    public List<RunGroup> Group(IReadOnlyList<TracedRun> runs)
    {
        List<RunGroup> groups = [];
        foreach (IGrouping<string, TracedRun> label in runs.GroupBy(r => r.Label).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            List<RunGroup> own = label.Key.Length > 0 ? GroupTold([.. label]) : GroupUntold([.. label]);
            own.RemoveAll(g => g.Runs.Count < options.MinRuns);
            groups.AddRange(own.Count > 0 ? own : SharedStretch.Group([.. label], options.MinRuns));
        }

        return [.. groups.OrderByDescending(g => g.Runs.Count).ThenBy(g => g.Label, StringComparer.Ordinal)];
    }

    /// <summary>Runs of one line: the most usual length first, since the longest have a way to the first stop in them.</summary>
    private static List<RunGroup> GroupTold(List<TracedRun> runs)
    {
        double[] lengths = [.. runs.Select(r => r.LengthMeters).Order()];
        double usual = lengths[lengths.Length / 2];
        List<RunGroup> groups = [];
        foreach (TracedRun run in runs.OrderBy(r => Math.Abs(r.LengthMeters - usual)).ThenByDescending(r => r.Moves.Count))
        {
            Place(run, groups, groups);
        }

        return groups;
    }

    /// <summary>Runs of unknown lines: those with the most fixes first, compared with those that begin and end near by.</summary>
    private static List<RunGroup> GroupUntold(List<TracedRun> runs)
    {
        List<RunGroup> groups = [];
        Dictionary<(int Lat, int Lon), List<RunGroup>> byStart = [];
        foreach (TracedRun run in runs.OrderByDescending(r => r.Moves.Count))
        {
            (int lat, int lon) = Cell(run.Moves[0]);
            List<RunGroup> near = [];
            for (int cell = 0; cell < 9; cell++)
            {
                near.AddRange(byStart.GetValueOrDefault((lat + (cell / 3) - 1, lon + (cell % 3) - 1)) ?? []);
            }

            near.RemoveAll(g => Meters(g.Runs[0].Moves[0], run.Moves[0]) > EndMeters || Meters(g.Runs[0].Moves[^1], run.Moves[^1]) > EndMeters);
            if (Place(run, near, groups) is { } made)
            {
                if (!byStart.TryGetValue((lat, lon), out List<RunGroup>? there))
                {
                    byStart.Add((lat, lon), there = []);
                }

                there.Add(made);
            }
        }

        return groups;
    }

    /// <summary>Adds a run to the group that it fits best; else makes one of it and gives that.</summary>
    private static RunGroup? Place(TracedRun run, List<RunGroup> candidates, List<RunGroup> all)
    {
        RunGroup? best = null;
        double most = LooseShare;
        foreach (RunGroup group in candidates)
        {
            double longer = Math.Max(group.Runs[0].LengthMeters, run.LengthMeters);
            if (Math.Min(group.Runs[0].LengthMeters, run.LengthMeters) < LooseShare * 0.8 * longer)
            {
                continue;
            }

            double share = CoveredShare.Of(group.Line, run.Moves, LooseReach, LooseNoise).Both;
            if (share >= most)
            {
                (best, most) = (group, share);
            }
        }

        if (best is not null)
        {
            best.Runs.Add(run);
            return null;
        }

        RunGroup made = new(run);
        all.Add(made);
        return made;
    }

    private static (int Lat, int Lon) Cell(TimedFix fix) => ((int)Math.Floor(fix.Latitude / CellDegrees), (int)Math.Floor(fix.Longitude / CellDegrees));

    private static double Meters(TimedFix a, TimedFix b) => Geometry.Distance(a.Latitude, a.Longitude, b.Latitude, b.Longitude);
}

/// <summary>Runs that drive the same way.</summary>
internal sealed class RunGroup(TracedRun first)
{
    /// <summary>What its vehicles say to run; empty: nothing.</summary>
    public string Label { get; } = first.Label;

    /// <summary>The whole runs of which the runs here are parts; empty: they are whole themselves.</summary>
    public IReadOnlySet<TracedRun> PartsOf { get; init; } = new HashSet<TracedRun>();

    /// <summary>The runs; the first one was there first.</summary>
    public List<TracedRun> Runs { get; } = [first];

    /// <summary>The way of the first run.</summary>
    public Geometry Line { get; } = first.Line();
}
