using TransitHub.Gtfs;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Observing;

/// <summary>
/// Cuts what a vehicle did all day into runs: where it was not seen, where it said to run something else, where it stood for long, and where
/// it turned round and drove back along the way that it came.
/// </summary>
internal sealed class RunCutter(FleetTraces traces)
{
    /// <summary>Not seen for longer, it may have been anywhere, seconds.</summary>
    private const double GapSeconds = 300;

    /// <summary>Who stands for longer is at the end of a line, seconds.</summary>
    private const double StandSeconds = 240;

    /// <summary>Within this the noise of a fix moves a vehicle that stands, meters.</summary>
    private const double StandMeters = 60;

    /// <summary>Shorter drives are within a yard or round a block, meters.</summary>
    private const double MinRunMeters = 800;

    private const int MinRunFixes = 6;

    /// <summary>All runs, by vehicle and time.</summary>
    public List<TracedRun> Cut()
    {
        List<TracedRun> runs = [];
        foreach ((string vehicle, IReadOnlyList<TracedFix> fixes) in traces.List())
        {
            int from = 0;
            for (int at = 1; at <= fixes.Count; at++)
            {
                if (at == fixes.Count || IsBreak(fixes[at - 1], fixes[at]))
                {
                    this.CutPart(vehicle, fixes, from, at, runs);
                    from = at;
                }
            }
        }

        return runs;
    }

    private static bool IsBreak(TracedFix before, TracedFix next) =>
        before.Label != next.Label || before.Trip != next.Trip || next.Fix.At - before.Fix.At > GapSeconds;

    private void CutPart(string vehicle, IReadOnlyList<TracedFix> fixes, int from, int to, List<TracedRun> runs)
    {
        string label = traces.TextOf(fixes[from].Label);
        List<TimedFix> part = [];
        for (int at = from; at < to; at++)
        {
            part.Add(fixes[at].Fix);
        }

        if (fixes[from].Trip >= 0)
        {
            Take(vehicle, label, part, runs);
            return;
        }

        foreach (List<TimedFix> drive in AtStands(part))
        {
            int begun = 0;
            foreach (int turn in TurnFinder.Find(drive))
            {
                Take(vehicle, label, drive.GetRange(begun, turn - begun + 1), runs);
                begun = turn;
            }

            Take(vehicle, label, drive.GetRange(begun, drive.Count - begun), runs);
        }
    }

    private static void Take(string vehicle, string label, List<TimedFix> fixes, List<TracedRun> runs)
    {
        if (fixes.Count >= MinRunFixes && new TracedRun(vehicle, label, fixes) is { LengthMeters: >= MinRunMeters, Moves.Count: >= MinRunFixes } run)
        {
            runs.Add(run);
        }
    }

    /// <summary>The drives between long stands; the first and the last moment of a stand belong to its neighbors.</summary>
    private static IEnumerable<List<TimedFix>> AtStands(List<TimedFix> fixes)
    {
        int begun = 0;
        for (int at = 0; at < fixes.Count; at++)
        {
            int last = at;
            while (last + 1 < fixes.Count && Meters(fixes[at], fixes[last + 1]) <= StandMeters)
            {
                last++;
            }

            if (fixes[last].At - fixes[at].At >= StandSeconds)
            {
                yield return fixes.GetRange(begun, at - begun + 1);
                begun = last;
                at = last;
            }
        }

        yield return fixes.GetRange(begun, fixes.Count - begun);
    }

    private static double Meters(TimedFix a, TimedFix b) => Geometry.Distance(a.Latitude, a.Longitude, b.Latitude, b.Longitude);
}
