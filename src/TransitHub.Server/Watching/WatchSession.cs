using System.Runtime.CompilerServices;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Server.Watching;

/// <summary>
/// One reader's stream. It is pulled: the next step is made when the reader has taken the one before, out of the
/// newest state then, so a slow reader skips states, holds nothing back and costs no queue.
/// </summary>
/// <param name="topic">What it shares with readers of the same filter.</param>
/// <param name="pace">When to send.</param>
/// <param name="turns">When to make the next step.</param>
/// <param name="prepare">Encodes a step while it is its turn.</param>
/// <param name="telemetry">Measures it; null: nobody does.</param>
internal sealed class WatchSession(WatchTopic topic, WatchPace pace, WatchTurns turns, Action<WatchStep> prepare, WatchTelemetry? telemetry = null)
{
    private WatchHeld held = WatchHeld.None;
    private Schedule? schedule;

    /// <summary>The steps, without end.</summary>
    /// <param name="resumeAfter">The state the reader has; null: none.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public async IAsyncEnumerable<WatchStep> ReadAsync(long? resumeAfter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        SnapshotPublisher publisher = topic.Publisher;
        if (resumeAfter is { } ahead && ahead > publisher.Current.Sequence)
        {
            await pace.CatchUpAsync(publisher, ahead, cancellation).ConfigureAwait(false);
        }

        try
        {
            WatchStep step = await this.MakeAsync(() => topic.Begin(resumeAfter), cancellation).ConfigureAwait(false);
            pace.Start();
            if (step.Kind == WatchStepKind.Snapshot || step.Delta.Count > 0)
            {
                telemetry?.Begin();
                yield return step;
                this.Sent(step);
            }

            long sequence = step.To;
            while (true)
            {
                HubSnapshot? later = await pace.WaitAsync(publisher, sequence, cancellation).ConfigureAwait(false);
                step = later is null
                    ? new WatchStep(WatchStepKind.Heartbeat, publisher.Current, sequence, sequence, WatchDelta.None, 0)
                    : await this.MakeAsync(() => topic.GoOn(sequence, this.schedule!, this.held, publisher.Current), cancellation).ConfigureAwait(false);
                sequence = step.To;
                if (step.Kind != WatchStepKind.Changes || step.Delta.Count > 0)
                {
                    telemetry?.Begin();
                    yield return step;
                    this.Sent(step);
                }
            }
        }
        finally
        {
            telemetry?.Close();
        }
    }

    private async ValueTask<WatchStep> MakeAsync(Func<WatchStep> next, CancellationToken cancellation)
    {
        WatchStep step = await turns.TakeAsync(
            () =>
            {
                WatchStep made = next();
                if (made.Kind != WatchStepKind.Changes || made.Delta.Count > 0)
                {
                    prepare(made);
                }

                return made;
            },
            cancellation).ConfigureAwait(false);
        (this.held, this.schedule) = (step.Held, step.State.Schedule);
        return step;
    }

    private void Sent(WatchStep step)
    {
        pace.Sent(step.Kind);
        telemetry?.End(step);
    }
}
