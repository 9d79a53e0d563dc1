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
/// <param name="telemetry">Measures it; null: nobody does.</param>
internal sealed class WatchSession(WatchTopic topic, WatchPace pace, WatchTelemetry? telemetry = null)
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

        // What follows on the state, with the encoding and as much of the writing as need not wait, is done in the reader's turn.
        using WatchSeat seat = topic.Rounds.Sit(cancellation);
        HubSnapshot? state = await topic.Rounds.WaitAsync(seat, Math.Min(resumeAfter ?? 0, publisher.Current.Sequence) - 1, TimeSpan.Zero, Timeout.InfiniteTimeSpan).ConfigureAwait(false);
        WatchStep step = this.Take(topic.Begin(resumeAfter, state!));
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
            state = await topic.Rounds.WaitAsync(seat, sequence, pace.Pause, pace.UntilHeartbeat).ConfigureAwait(false);
            step = state is null
                ? new WatchStep(WatchStepKind.Heartbeat, publisher.Current, sequence, sequence, WatchDelta.None, 0)
                : this.Take(topic.GoOn(sequence, this.schedule!, this.held, state));
        }
    }

    private WatchStep Take(WatchStep step)
    {
        (this.held, this.schedule) = (step.Held, step.State.Schedule);
        return step;
    }

    private void Sent(WatchStep step)
    {
        pace.Sent(step.Kind);
        telemetry?.End(step);
    }
}
