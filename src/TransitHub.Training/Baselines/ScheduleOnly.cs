namespace TransitHub.Training.Baselines;

/// <summary>The timetable, whatever happens.</summary>
public sealed class ScheduleOnly : ArrivalMethod
{
    /// <inheritdoc/>
    public override string Name => "schedule";

    /// <inheritdoc/>
    public override string Knows => "the timetable, whatever happens; it may lie in the past";

    /// <inheritdoc/>
    public override void Predict(ObservedRun run, double now, Span<double> arrivals)
    {
        ArgumentNullException.ThrowIfNull(run);
        run.Truth.ScheduledArrivals.AsSpan(run.Reached + 1).CopyTo(arrivals[(run.Reached + 1)..]);
    }
}
