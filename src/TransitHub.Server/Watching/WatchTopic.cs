using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Server.Watching;

/// <summary>
/// What equal readers of one feed share: the filter, looked up once, and the steps they take. Who goes from the same state to the same state is given the same step, so that the filter is
/// evaluated once and the bytes are made once, however many ask. Safe for many threads.
/// </summary>
/// <param name="publisher">The feed's states.</param>
/// <param name="indexes">The feed's shared indexes.</param>
/// <param name="text">What the readers want.</param>
/// <param name="rounds">The feed's rounds.</param>
internal sealed class WatchTopic(SnapshotPublisher publisher, SnapshotIndex.Cache indexes, FilterText text, WatchRounds rounds)
{
    /// <summary>Not all readers ask at the same moment; more steps than these would keep bytes that nobody wants any more.</summary>
    private const int KeptSteps = 4;

    private readonly Lock sync = new();
    private readonly List<Kept> kept = [];
    private (Schedule Schedule, WatchView View)? looked;
    private (HubSnapshot State, Lazy<WatchShown> Shown)? whole;
    private int readers;

    /// <summary>The feed's states.</summary>
    public SnapshotPublisher Publisher => publisher;

    /// <summary>To which state readers go.</summary>
    public WatchRounds Rounds => rounds;

    /// <summary>How many readers it has.</summary>
    public int Readers
    {
        get
        {
            lock (this.sync)
            {
                return this.readers;
            }
        }
    }

    /// <summary>A reader comes, or one goes. What only one would want is not kept.</summary>
    public void CountReaders(int more)
    {
        lock (this.sync)
        {
            this.readers += more;
            if (this.readers < 2)
            {
                this.kept.Clear();
                this.whole = null;
            }
        }
    }

    /// <summary>The first step of a reader.</summary>
    /// <param name="resumeAfter">The state the reader has; null: none.</param>
    /// <param name="state">The state to go to.</param>
    public WatchStep Begin(long? resumeAfter, HubSnapshot state)
    {
        WatchView view = this.ViewIn(state.Schedule);
        if (resumeAfter is { } sequence && sequence <= state.Sequence && view.CanResume && publisher.ChangesSince(sequence, state) is { } changes)
        {
            return this.Share(sequence, state, Math.Max(0, state.Sequence - sequence - 1), view.ShowsAll, () => view.Resume(indexes.Of(state), changes));
        }

        return this.Restart(view, state, 0);
    }

    /// <summary>The next step of a reader.</summary>
    /// <param name="sequence">The state it has.</param>
    /// <param name="schedule">Of that state.</param>
    /// <param name="held">What it holds.</param>
    /// <param name="later">The state to go to.</param>
    public WatchStep GoOn(long sequence, Schedule schedule, WatchHeld held, HubSnapshot later)
    {
        // Nearly always another reader has asked before.
        long conflated = later.Sequence - sequence - 1;
        return this.Find(sequence, later, conflated)?.Value ?? this.MakeNext(sequence, schedule, held, later, conflated);
    }

    private WatchStep MakeNext(long sequence, Schedule schedule, WatchHeld held, HubSnapshot later, long conflated)
    {
        WatchView view = this.ViewIn(later.Schedule);

        // The ids of another static version have other indexes: what was held says nothing then, and all readers with a filter are told anew.
        return (view.ShowsAll || ReferenceEquals(schedule, later.Schedule)) && publisher.ChangesSince(sequence, later) is { } changes
            ? this.Share(sequence, later, conflated, isShared: true, () => view.Apply(held, indexes.Of(later), changes))
            : this.Restart(view, later, conflated);
    }

    private WatchStep Restart(WatchView view, HubSnapshot state, long conflated)
    {
        Lazy<WatchShown> shown = this.WholeOf(view, state);
        return this.Share(-1, state, conflated, isShared: true, () => shown.Value);
    }

    /// <summary>Readers who left out differently many states before it are told the same whole one: it is the dearest to find.</summary>
    private Lazy<WatchShown> WholeOf(WatchView view, HubSnapshot state)
    {
        lock (this.sync)
        {
            if (this.whole is { } kept && ReferenceEquals(kept.State, state))
            {
                return kept.Shown;
            }

            Lazy<WatchShown> shown = new(() => view.Restart(indexes.Of(state)));
            if (this.readers > 1)
            {
                this.whole = (state, shown);
            }

            return shown;
        }
    }

    private WatchView ViewIn(Schedule schedule)
    {
        lock (this.sync)
        {
            if (this.looked is not { } known || !ReferenceEquals(known.Schedule, schedule))
            {
                this.looked = (schedule, new WatchView(new WatchFilter(text, schedule)));
            }

            return this.looked.Value.View;
        }
    }

    private WatchStep Share(long from, HubSnapshot state, long conflated, bool isShared, Func<WatchShown> show)
    {
        Lazy<WatchStep> made = new(() =>
        {
            WatchShown shown = show();
            return new WatchStep(from < 0 ? WatchStepKind.Snapshot : WatchStepKind.Changes, state, from, state.Sequence, shown.Delta, conflated) { Held = shown.Held };
        });
        lock (this.sync)
        {
            if (isShared && this.readers > 1)
            {
                if (this.Find(from, state, conflated) is { } same)
                {
                    made = same;
                }
                else
                {
                    this.Forget(state);
                    this.kept.Add(new Kept(from, conflated, state, made));
                }
            }
        }

        return made.Value;
    }

    /// <summary>Nobody goes to an earlier state any more, since all of a round go to the same one; of those to this one few are kept.</summary>
    private void Forget(HubSnapshot state)
    {
        while (this.kept.Count > 0 && (this.kept.Count >= KeptSteps || !ReferenceEquals(this.kept[0].State, state)))
        {
            if (this.kept[0].Step is { IsValueCreated: true } step)
            {
                step.Value.Forget();
            }

            this.kept.RemoveAt(0);
        }
    }

    private Lazy<WatchStep>? Find(long from, HubSnapshot state, long conflated)
    {
        lock (this.sync)
        {
            foreach (Kept known in this.kept)
            {
                if (known.From == from && known.Conflated == conflated && ReferenceEquals(known.State, state))
                {
                    return known.Step;
                }
            }

            return null;
        }
    }

    private sealed record Kept(long From, long Conflated, HubSnapshot State, Lazy<WatchStep> Step);
}
