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

        WatchStep step = await this.MakeAsync(Math.Min(resumeAfter ?? 0, publisher.Current.Sequence) - 1, state => topic.Begin(resumeAfter, state), cancellation).ConfigureAwait(false);
        pace.Start();
        while (true)
        {
            if (step.IsTold)
            {
                telemetry?.Begin();
                yield return step;
                this.Sent(step);
            }

            long sequence = step.To;
            step = await pace.WaitAsync(publisher, sequence, cancellation).ConfigureAwait(false) is null
                ? new WatchStep(WatchStepKind.Heartbeat, publisher.Current, sequence, sequence, WatchDelta.None, 0)
                : await this.MakeAsync(sequence, state => topic.GoOn(sequence, this.schedule!, this.held, state), cancellation).ConfigureAwait(false);
        }
    }

    private async ValueTask<WatchStep> MakeAsync(long sequence, Func<HubSnapshot, WatchStep> next, CancellationToken cancellation)
    {
        HubSnapshot state = await topic.Rounds.EnterAsync(sequence, cancellation).ConfigureAwait(false);
        try
        {
            WatchStep step = await turns.TakeAsync(() => this.Prepared(next(state)), cancellation).ConfigureAwait(false);
            (this.held, this.schedule) = (step.Held, step.State.Schedule);
            return step;
        }
        finally
        {
            topic.Rounds.Leave();
        }
    }

    private WatchStep Prepared(WatchStep step)
    {
        if (step.IsTold)
        {
            prepare(step);
        }

        return step;
    }

    private void Sent(WatchStep step)
    {
        pace.Sent(step.Kind);
        telemetry?.End(step);
    }
}
