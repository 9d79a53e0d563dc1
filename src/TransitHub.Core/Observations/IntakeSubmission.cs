namespace TransitHub.Core.Observations;

/// <summary>Observations that came together, and whoever waits for them to be settled.</summary>
/// <param name="observations">In order.</param>
/// <param name="isAwaited">False for QoS 0, where nobody waits.</param>
internal sealed class IntakeSubmission(IReadOnlyList<Observation> observations, bool isAwaited)
{
    private readonly TaskCompletionSource? settled =
        isAwaited ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;

    /// <summary>The observations.</summary>
    public IReadOnlyList<Observation> Observations => observations;

    /// <summary>Completes when each observation is durable or rejected; faults when the log failed.</summary>
    public Task Settled => this.settled?.Task ?? Task.CompletedTask;

    /// <summary>All durable or rejected.</summary>
    public void Settle() => this.settled?.TrySetResult();

    /// <summary>Not stored: must not be acknowledged.</summary>
    public void Fail(Exception reason) => this.settled?.TrySetException(reason);
}
