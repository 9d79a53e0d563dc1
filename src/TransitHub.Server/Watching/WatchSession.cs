using System.Runtime.CompilerServices;
using TransitHub.Core.Snapshots;

namespace TransitHub.Server.Watching;

/// <summary>
/// One reader's stream. It is pulled: the next step is made when the reader has taken the one before, out of the
/// newest state then, so a slow reader skips states, holds nothing back and costs no queue.
/// </summary>
/// <param name="publisher">The feed's states.</param>
/// <param name="indexes">The feed's shared indexes.</param>
/// <param name="filter">What the reader wants.</param>
/// <param name="pace">When to send.</param>
/// <param name="telemetry">Measures it; null: nobody does.</param>
internal sealed class WatchSession(SnapshotPublisher publisher, SnapshotIndex.Cache indexes, WatchFilter filter, WatchPace pace, WatchTelemetry? telemetry = null)
{
    private WatchFilter current = filter;
    private WatchView view = new(filter);

    /// <summary>The steps, without end.</summary>
    /// <param name="resumeAfter">The state the reader has; null: none.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public async IAsyncEnumerable<WatchStep> ReadAsync(long? resumeAfter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (resumeAfter is { } ahead && ahead > publisher.Current.Sequence)
        {
            await pace.CatchUpAsync(publisher, ahead, cancellation).ConfigureAwait(false);
        }

        WatchStep step = this.Begin(resumeAfter);
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
                : this.GoOn(sequence, later);
            sequence = step.To;
            if (step.Kind != WatchStepKind.Changes || step.Delta.Count > 0)
            {
                telemetry?.Begin();
                yield return step;
                this.Sent(step);
            }
        }
    }

    private void Sent(WatchStep step)
    {
        pace.Sent(step.Kind);
        telemetry?.End(step);
    }

    private WatchStep Begin(long? resumeAfter)
    {
        HubSnapshot state = publisher.Current;
        this.LookUpIn(state);
        if (resumeAfter is { } sequence && sequence <= state.Sequence && this.view.CanResume
            && publisher.ChangesSince(sequence, state) is { } changes)
        {
            WatchDelta delta = this.view.Resume(indexes.Of(state), changes);
            return new WatchStep(WatchStepKind.Changes, state, sequence, state.Sequence, delta, Math.Max(0, state.Sequence - sequence - 1));
        }

        return this.Restart(state, 0);
    }

    private WatchStep GoOn(long sequence, HubSnapshot later)
    {
        long conflated = later.Sequence - sequence - 1;
        this.LookUpIn(later);
        return publisher.ChangesSince(sequence, later) is { } changes
            ? new WatchStep(WatchStepKind.Changes, later, sequence, later.Sequence, this.view.Apply(indexes.Of(later), changes), conflated)
            : this.Restart(later, conflated);
    }

    /// <summary>The ids of another static version have other indexes. No changes lead over to it, so the reader gets the whole state.</summary>
    private void LookUpIn(HubSnapshot state)
    {
        if (!ReferenceEquals(state.Schedule, this.current.Schedule))
        {
            this.current = this.current.In(state.Schedule);
            this.view = new WatchView(this.current);
        }
    }

    private WatchStep Restart(HubSnapshot state, long conflated) =>
        new(WatchStepKind.Snapshot, state, -1, state.Sequence, this.view.Restart(indexes.Of(state)), conflated);
}
