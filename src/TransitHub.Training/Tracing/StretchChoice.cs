namespace TransitHub.Training.Tracing;

/// <summary>
/// Chooses, for all ways from stop to stop of a pattern together, of which line each is taken: near the stops, no detour, and one line for as long as it goes.
/// </summary>
internal static class StretchChoice
{
    /// <summary>What it costs to go on along another line, in meters.</summary>
    private const double ChangeMeters = 100;

    /// <summary>A way that no line knows.</summary>
    private const double UnknownMeters = 2000;

    /// <summary>A meter of detour costs so much of a meter off the stop.</summary>
    private const double DetourShare = 0.05;

    /// <summary>Gives a stretch for each way; null where no line has one.</summary>
    /// <param name="ways">The stretches of each way.</param>
    public static Stretch?[] Of(IReadOnlyList<IReadOnlyList<Stretch>> ways)
    {
        (double Cost, int From)[][] best = new (double, int)[ways.Count][];
        for (int way = 0; way < ways.Count; way++)
        {
            int count = ways[way].Count;
            double shortest = count == 0 ? 0 : ways[way].Min(s => s.To - s.From);
            best[way] = new (double, int)[count + 1];
            for (int at = 0; at <= count; at++)
            {
                double own = at == count ? UnknownMeters : (2 * ways[way][at].Off) + (DetourShare * (ways[way][at].To - ways[way][at].From - shortest));
                (double cost, int from) = (way == 0 ? 0 : double.PositiveInfinity, 0);
                for (int former = 0; way > 0 && former < best[way - 1].Length; former++)
                {
                    double step = best[way - 1][former].Cost + (GoesOn(ways, way, former, at) ? 0 : ChangeMeters);
                    (cost, from) = step < cost ? (step, former) : (cost, from);
                }

                best[way][at] = (cost + own, from);
            }
        }

        Stretch?[] chosen = new Stretch?[ways.Count];
        int end = ways.Count == 0 ? 0 : Enumerable.Range(0, best[^1].Length).MinBy(i => best[^1][i].Cost);
        for (int way = ways.Count - 1; way >= 0; way--)
        {
            chosen[way] = end < ways[way].Count ? ways[way][end] : null;
            end = best[way][end].From;
        }

        return chosen;
    }

    private static bool GoesOn(IReadOnlyList<IReadOnlyList<Stretch>> ways, int way, int former, int at) =>
        former < ways[way - 1].Count && at < ways[way].Count
        && ways[way - 1][former].Line == ways[way][at].Line && Math.Abs(ways[way - 1][former].To - ways[way][at].From) < 1;
}
