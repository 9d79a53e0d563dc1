namespace TransitHub.Core.Fusion.Progress;

/// <summary>
/// Tells a vehicle that drives its run far ahead of the timetable from one on its way to the first stop: it goes forward along the line
/// for some way, and no faster than with riders.
/// </summary>
internal static class EarlyStart
{
    /// <summary>From the first stop it must come so far, meters along.</summary>
    private const double FromStart = 800;

    /// <summary>From elsewhere so far: streets that lead to the first stop may be the line's own for a while.</summary>
    private const double FromElsewhere = 2000;

    /// <summary>A run takes at least this share of its scheduled time; empty vehicles take less.</summary>
    private const double LeastTime = 0.75;

    /// <summary>Seeming to go back by more than this starts anew, meters.</summary>
    private const double BackMeters = 100;

    /// <summary>True once the run has begun.</summary>
    /// <param name="run">The run, whose <see cref="RunTrack.EarlyFrom"/> is kept.</param>
    /// <param name="along">Where the vehicle is, meters along.</param>
    /// <param name="at">When, Unix seconds.</param>
    /// <param name="isAtStart">True in the area of the first stop.</param>
    public static bool HasBegun(RunTrack run, double along, double at, bool isAtStart)
    {
        (double fromAt, double from, bool isStart) = run.EarlyFrom;
        if (double.IsNaN(fromAt) || isAtStart || along < from - BackMeters)
        {
            run.EarlyFrom = (at, along, isAtStart);
            return false;
        }

        double scheduled = run.ScheduledAt(along) - run.ScheduledAt(from);
        return along - from >= (isStart ? FromStart : FromElsewhere) && at - fromAt >= LeastTime * scheduled;
    }
}
