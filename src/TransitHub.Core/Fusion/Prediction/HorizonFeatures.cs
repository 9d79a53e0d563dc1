namespace TransitHub.Core.Fusion.Prediction;

/// <summary>
/// The numbers from which <see cref="HorizonCorrection"/> learns how far off an expectation is, each of a size around 1. Most
/// grow with the time ahead, some with a share of it that levels off after ten minutes.
/// </summary>
internal static class HorizonFeatures
{
    public const int Count = 26;

    private const double Most = 4;

    /// <summary>Writes the features of one stop.</summary>
    /// <param name="context">Vehicle, run and moment.</param>
    /// <param name="run">The run.</param>
    /// <param name="stop">Place of the stop.</param>
    /// <param name="expected">When the vehicle is expected there without correction, Unix seconds.</param>
    /// <param name="x">Takes <see cref="Count"/> numbers.</param>
    public static void Write(in ForecastContext context, RunTrack run, int stop, double expected, Span<double> x)
    {
        double ahead = Math.Clamp(expected - context.Now, 0, 3600);
        double whole = ahead / 600;
        double level = ahead / (ahead + 600);
        double byTimetable = run.ByHeadway ? 0 : (run.ScheduledArrival(stop) + context.Delay - expected) / 300;
        double early = Math.Clamp(-context.Delay, 0, 600) / 300;
        double late = Math.Clamp(context.Delay, 0, 900) / 300;
        double age = Math.Clamp((context.Age - 30) / 30, -1, 3);
        double waiting = context.IsUnderWay ? 0 : 1;
        x[0] = 1;
        x[1] = whole;
        x[2] = Math.Sqrt(whole);
        x[3] = level;
        x[4] = byTimetable;
        x[5] = byTimetable * level;
        x[6] = early * level;
        x[7] = early * whole;
        x[8] = late * level;
        x[9] = late * whole;
        x[10] = run.Pace * whole;
        x[11] = age;
        x[12] = age * level;
        x[13] = context.StoodFor > 0 ? 1 : 0;
        x[14] = Math.Min(context.StoodFor, 120) / 60;
        x[15] = waiting;
        x[16] = waiting * Math.Max(0, context.Now - run.ScheduledStart) / 120;
        x[17] = context.IsAtStart ? 1 : 0;
        x[18] = context.IsCurrent ? 0 : 1;
        x[19] = (stop - run.NextStop) / 10.0;
        x[20] = context.RouteError * whole;
        x[21] = context.NetworkError * whole;
        x[22] = run.OwnError * whole;
        x[23] = context.IsAstray ? 1 : 0;
        x[24] = context.IsUnderWay && run.NextStop <= 1 ? 1 : 0;
        x[25] = run.IsUnderWay && run.NextStop <= 5 ? level : 0;
        for (int i = 0; i < Count; i++)
        {
            x[i] = Math.Clamp(x[i], -Most, Most);
        }
    }
}
