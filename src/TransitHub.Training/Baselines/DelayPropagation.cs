namespace TransitHub.Training.Baselines;

/// <summary>The timetable plus the newest known delay: what plain feeds do.</summary>
public sealed class DelayPropagation : ArrivalMethod
{
    /// <inheritdoc/>
    public override string Name => "delay propagation";

    /// <inheritdoc/>
    public override string Knows => "the timetable plus the delay of the newest known event (arrival or departure), as plain feeds do; it may lie in the past";

    /// <inheritdoc/>
    public override void Predict(ObservedRun run, double now, Span<double> arrivals)
    {
        ArgumentNullException.ThrowIfNull(run);
        double delay = run.DelaySeconds;
        for (int stop = run.Reached + 1; stop < run.Truth.StopCount; stop++)
        {
            arrivals[stop] = run.Truth.ScheduledArrivals[stop] + delay;
        }
    }
}
