using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>
/// Brings what waits in a feed's intake into the logs of its shards, and only then lets it be acknowledged. It judges nothing: the gate stands behind
/// the log, where one process sees all of a device. While appends are under way the next batch gathers. There may be any number of such writers.
/// </summary>
/// <remarks>
/// A log that fails does not end it. What could not be stored faults, and with it all that waits behind, so that it comes again in its order; after a
/// pause it goes on with what has come since.
/// </remarks>
public sealed class ShardIngestWriter
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);
    private readonly ObservationIntake intake;
    private readonly ShardAppender[] shards;
    private readonly TimeProvider clock;
    private readonly IngestTelemetry telemetry;
    private readonly List<IntakeSubmission> submissions = [];
    private readonly List<IntakeSubmission> failed = [];
    private readonly List<Observation> stored = [];
    private volatile string? problem;

    /// <summary>Puts the parts together; <see cref="RunAsync"/> sets them going.</summary>
    /// <param name="intake">Where the feed's observations wait.</param>
    /// <param name="shards">How many shards the feed has, 1 to 1,024; the same in all processes.</param>
    /// <param name="open">Opens a shard's log for one of many writers.</param>
    /// <param name="clock">The hub's clock.</param>
    public ShardIngestWriter(ObservationIntake intake, int shards, Func<ShardId, CancellationToken, ValueTask<IObservationLog>> open, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(intake);
        ArgumentNullException.ThrowIfNull(open);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentOutOfRangeException.ThrowIfLessThan(shards, 1);
        this.intake = intake;
        this.clock = clock;
        this.shards = [.. Enumerable.Range(0, shards).Select(n => new ShardAppender(ShardId.From(intake.Feed, n), open, clock))];
        this.telemetry = new IngestTelemetry(intake.Feed, clock);
    }

    /// <summary>Why the last batch could not be stored, for a person; null: it was, or there was none.</summary>
    public string? Problem => this.problem;

    /// <summary>Works until <see cref="Finish"/> and the intake is empty.</summary>
    /// <param name="giveUp">Ends the waiting for logs: what is not stored by then faults.</param>
    public async Task RunAsync(CancellationToken giveUp)
    {
        try
        {
            while (await this.intake.WaitForWorkAsync().ConfigureAwait(false))
            {
                await this.WriteBatchAsync(giveUp).ConfigureAwait(false);
            }
        }
        finally
        {
            // However it ends, nobody is left waiting for a writer that is gone.
            this.intake.Close(new IOException("The writer of the observation logs has stopped."), failQueued: true);
            foreach (ShardAppender shard in this.shards)
            {
                await shard.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Takes nothing more; what waits is still stored, once.</summary>
    public void Finish() => this.intake.Close(new IOException("The hub is stopping."), failQueued: false);

    private async Task WriteBatchAsync(CancellationToken giveUp)
    {
        this.submissions.Clear();
        this.intake.Drain(this.submissions);
        foreach (IntakeSubmission submission in this.submissions)
        {
            foreach (Observation observation in submission.Observations)
            {
                if (observation.Trace is { } trace)
                {
                    this.telemetry.Taken(trace);
                }

                this.ShardOf(observation).Add(observation);
            }
        }

        IOException?[] failures = await Task.WhenAll(this.shards.Select(s => s.AppendAsync(giveUp))).ConfigureAwait(false);
        IOException? failure = Array.Find(failures, f => f is not null);
        this.Settle(failure);
        this.problem = failure?.Message;
        if (failure is not null)
        {
            await Task.Delay(PauseAfterFailure, this.clock, giveUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Settle(IOException? failure)
    {
        this.stored.Clear();
        this.failed.Clear();
        foreach (IntakeSubmission submission in this.submissions)
        {
            if (failure is null || submission.Observations.All(o => !this.ShardOf(o).HasFailed))
            {
                this.stored.AddRange(submission.Observations);
            }
            else
            {
                this.failed.Add(submission);
            }
        }

        this.intake.CountSettled(this.stored, 0);
        if (failure is null)
        {
            this.telemetry.Settled(this.submissions);
        }
        else
        {
            this.intake.FailAll(this.failed, failure);
        }

        foreach (IntakeSubmission submission in this.submissions)
        {
            // Of those that failed this changes nothing.
            submission.Settle();
        }
    }

    private ShardAppender ShardOf(Observation observation) =>
        this.shards.Length == 1 ? this.shards[0] : this.shards[ShardId.Of(this.intake.Feed, observation.Device, this.shards.Length).Number];
}
