using System.Collections.Immutable;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>
/// Runs of the timetable that do not take place by an operator's word, or because another takes their place. Shards hear of it one after the other; what one
/// says of such a run that has not heard yet must not stand beside it.
/// </summary>
internal sealed class WithdrawnRuns
{
    private HashSet<TripInstance> runs = [];

    /// <summary>Whether the run is one.</summary>
    public bool Contains(TripInstance run) => this.runs.Contains(run);

    /// <summary>Takes what the merged state has; returns the runs that became one, or ceased to be.</summary>
    public IEnumerable<TripInstance> Renew(ImmutableArray<UnseenRun> unseen, ImmutableArray<ExtraRun> extra)
    {
        HashSet<TripInstance> next = [.. unseen.Where(u => u.ChangeId is not null).Select(u => u.Trip)];
        foreach (ExtraRun run in extra)
        {
            if (run.Replaced is { } replaced)
            {
                next.Add(replaced);
            }
        }

        HashSet<TripInstance> changed = [.. this.runs];
        changed.SymmetricExceptWith(next);
        this.runs = next;
        return changed;
    }
}
