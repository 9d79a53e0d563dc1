namespace TransitHub.Archive.Days;

/// <summary>Rests after work, so that it takes a share of one core: the live core has the rest.</summary>
/// <param name="share">Above 0, at most 1; 1: it never rests.</param>
/// <param name="clock">Measures and waits.</param>
public sealed class WorkPace(double share, TimeProvider clock)
{
    /// <summary>Work shorter than this is gathered before a rest, seconds.</summary>
    private const double LeastWork = 0.02;

    private long started = clock.GetTimestamp();

    /// <summary>Work that never rests, for a command that somebody waits for.</summary>
    public static WorkPace Full { get; } = new(1, TimeProvider.System);

    /// <summary>Rests as long as the work since the last rest asks for.</summary>
    public async ValueTask RestAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        double worked = clock.GetElapsedTime(this.started).TotalSeconds;
        if (share >= 1 || worked < LeastWork)
        {
            return;
        }

        await Task.Delay(TimeSpan.FromSeconds(worked * ((1 / share) - 1)), clock, cancellation).ConfigureAwait(false);
        this.started = clock.GetTimestamp();
    }
}
