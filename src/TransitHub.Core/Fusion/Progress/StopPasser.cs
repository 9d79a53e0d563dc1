namespace TransitHub.Core.Fusion.Progress;

/// <summary>A measured arrival at a stop.</summary>
/// <param name="Stop">Place in the pattern.</param>
/// <param name="IsSharp">True: the fixes around it were close enough in time to learn from.</param>
internal readonly record struct PassedStop(int Stop, bool IsSharp);

/// <summary>
/// Turns a move along the line into arrivals and departures at the stops on the way. What it has
/// written stands: a stop passed is a fact, also when the next fix seems to lie before it.
/// </summary>
internal static class StopPasser
{
    /// <summary>A vehicle this near to a stop is at it, meters along the line; half the way to the next stop where stops are closer.</summary>
    private const double StopZone = 25;

    /// <summary>The last stop's zone, meters: lines end short of the bay.</summary>
    private const double LastStopZone = 50;

    /// <summary>A vehicle first seen at a stop has been there for about half an ordinary dwell at most, seconds.</summary>
    private const double UnseenDwell = 10;

    /// <summary>Fixes farther apart than this tell that a stop was passed, but not sharply when, seconds.</summary>
    private const double SharpGap = 120;

    /// <summary>With more stops than this between two fixes nothing is said of when each was passed.</summary>
    private const int MaxStopsBetweenFixes = 12;

    /// <summary>Writes what the move from one fix to the next tells.</summary>
    /// <param name="run">The run, with the progress so far.</param>
    /// <param name="fromAt">Moment of the fix before, Unix seconds.</param>
    /// <param name="from">Its place, meters along.</param>
    /// <param name="at">Moment of the new fix.</param>
    /// <param name="along">Its place.</param>
    /// <param name="passed">Takes the arrivals in order.</param>
    public static void Pass(RunTrack run, double fromAt, double from, double at, double along, List<PassedStop> passed)
    {
        ReadOnlySpan<float> offsets = run.Offsets;
        bool isSharp = at - fromAt <= SharpGap;
        int first = run.NextStop;
        while (true)
        {
            if (run.IsStanding && !Depart(run, offsets, ref fromAt, ref from, at, along))
            {
                break;
            }

            int stop = run.NextStop;
            if (run.IsComplete || along < offsets[stop] - ZoneOf(offsets, stop))
            {
                break;
            }

            Arrive(run, offsets, stop, fromAt, from, at, along);
            passed.Add(new PassedStop(stop, isSharp));
        }

        if (run.NextStop - first > MaxStopsBetweenFixes)
        {
            for (int stop = first; stop < run.NextStop - 1; stop++)
            {
                run.Arrived[stop] = double.NaN;
                run.Departed[stop] = double.NaN;
            }

            passed.Clear();
        }
    }

    /// <summary>True where a vehicle has reached the last of the stops.</summary>
    public static bool IsAtEnd(ReadOnlySpan<float> offsets, double along) => along >= offsets[^1] - ZoneOf(offsets, offsets.Length - 1);

    private static double ZoneOf(ReadOnlySpan<float> offsets, int stop)
    {
        if (stop == offsets.Length - 1)
        {
            return Math.Min(LastStopZone, (offsets[stop] - offsets[stop - 1]) / 2);
        }

        double gap = Math.Min(stop == 0 ? double.MaxValue : offsets[stop] - offsets[stop - 1], offsets[stop + 1] - offsets[stop]);
        return Math.Min(StopZone, gap / 2);
    }

    /// <summary>How far a craft may lie beyond its stop and still be at it; not more than a part of the way to the next stop.</summary>
    private static double DriftOf(RunTrack run, ReadOnlySpan<float> offsets, int stop) =>
        Math.Min(run.DriftMeters, (offsets[stop + 1] - offsets[stop]) / 5);

    /// <summary>Leaves the stop it stands at, if the new fix lies beyond it.</summary>
    private static bool Depart(RunTrack run, ReadOnlySpan<float> offsets, ref double fromAt, ref double from, double at, double along)
    {
        int stop = run.NextStop - 1;
        if (run.IsComplete || along <= offsets[stop] + Math.Max(ZoneOf(offsets, stop), DriftOf(run, offsets, stop)))
        {
            return false;
        }

        double speed = run.NextStop < run.StopCount
            ? Math.Clamp((offsets[stop + 1] - offsets[stop]) / Math.Max(1, run.ScheduledArrival(stop + 1) - run.ScheduledDeparture(stop)), 4, 20)
            : 8;
        double earliest = Math.Max(fromAt, run.Arrived[stop]);
        run.Departed[stop] = Math.Clamp(at - ((along - offsets[stop]) / speed), earliest, Math.Max(earliest, at));
        run.IsStanding = false;
        run.IsUnderWay = true;
        fromAt = run.Departed[stop];
        from = offsets[stop];
        return true;
    }

    private static void Arrive(RunTrack run, ReadOnlySpan<float> offsets, int stop, double fromAt, double from, double at, double along)
    {
        double crossing = along > from ? fromAt + ((at - fromAt) * ShareOfTime(run, from, offsets[stop], along)) : at;
        run.NextStop = stop + 1;
        if (along <= offsets[stop] + ZoneOf(offsets, stop) || run.IsComplete)
        {
            run.Arrived[stop] = Math.Max(Math.Max(fromAt, at - UnseenDwell), Math.Min(at, crossing));
            run.IsStanding = true;
            return;
        }

        run.Arrived[stop] = crossing;
        run.Departed[stop] = crossing;
        run.IsUnderWay = true;
    }

    /// <summary>How much of the time between two fixes had gone by at a place between them: as the timetable spreads it, else by way.</summary>
    private static double ShareOfTime(RunTrack run, double from, double place, double to)
    {
        double start = run.ScheduledAt(from);
        double whole = run.ScheduledAt(to) - start;
        double share = whole > 0 ? (run.ScheduledAt(place) - start) / whole : (place - from) / (to - from);
        return Math.Clamp(share, 0, 1);
    }
}
