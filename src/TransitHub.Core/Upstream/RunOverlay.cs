using System.Collections.Immutable;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Upstream;

/// <summary>
/// Puts the hub's own runs and other agencies' into one order, of which each run has one word: the hub's own goes before unless the operator
/// wants it otherwise. A run that another agency foretells is not in doubt; one that it cancels is, unless a vehicle is known on it.
/// </summary>
internal sealed class RunOverlay(bool ownGoesFirst)
{
    private ImmutableArray<TripSnapshot> shownTrips = [];
    private ImmutableArray<UnseenRun> shownUnseen = [];
    private bool isActive;

    /// <summary>What readers see of runs.</summary>
    /// <param name="ownTrips">The hub's own, in order, and what changed of it.</param>
    /// <param name="ownUnseen">The hub's own doubts, in order, and what changed of them.</param>
    /// <param name="upstream">Other agencies', in order.</param>
    public (ShownTable<TripInstance, TripSnapshot> Trips, ShownTable<TripInstance, UnseenRun> Unseen) Put(
        ShownTable<TripInstance, TripSnapshot> ownTrips, ShownTable<TripInstance, UnseenRun> ownUnseen, UpstreamRuns upstream)
    {
        // Without other agencies nothing is copied or compared; the state behind the last one that had some is compared once more.
        if (!this.isActive && upstream.Count == 0)
        {
            (this.shownTrips, this.shownUnseen) = (ownTrips.Current, ownUnseen.Current);
            return (ownTrips, ownUnseen);
        }

        this.isActive = upstream.Count > 0;
        List<TripSnapshot> theirTrips = [.. upstream.All.Where(k => k.Run is not null).Select(k => k.Run!)];
        List<UnseenRun> theirCanceled = [.. upstream.All.Where(k => k.Canceled is not null).Select(k => k.Canceled!)];
        ImmutableArray<TripSnapshot> trips = Join(ownTrips.Current, theirTrips, t => t.Trip, ownGoesFirst);
        if (!ownGoesFirst)
        {
            HashSet<TripInstance> canceled = [.. theirCanceled.Select(c => c.Trip)];
            trips = [.. trips.Where(t => !canceled.Contains(t.Trip))];
        }

        HashSet<TripInstance> running = [.. theirTrips.Select(t => t.Trip)];
        ImmutableArray<UnseenRun> unseen = Join([.. ownUnseen.Current.Where(u => !running.Contains(u.Trip))], theirCanceled, u => u.Trip, firstGoesFirst: false);
        if (theirCanceled.Count > 0 && ownGoesFirst)
        {
            HashSet<TripInstance> served = [.. ownTrips.Current.Select(t => t.Trip)];
            unseen = [.. unseen.Where(u => u.Upstream is null || !served.Contains(u.Trip))];
        }

        var shown = (Compare(this.shownTrips, trips, t => t.Trip), Compare(this.shownUnseen, unseen, u => u.Trip));
        (this.shownTrips, this.shownUnseen) = (trips, unseen);
        return shown;
    }

    private static ImmutableArray<T> Join<T>(ImmutableArray<T> first, List<T> second, Func<T, TripInstance> keyOf, bool firstGoesFirst)
    {
        ImmutableArray<T>.Builder joined = ImmutableArray.CreateBuilder<T>(first.Length + second.Count);
        int j = 0;
        foreach (T one in first)
        {
            for (; j < second.Count && keyOf(second[j]).CompareTo(keyOf(one)) < 0; j++)
            {
                joined.Add(second[j]);
            }

            bool isBoth = j < second.Count && keyOf(second[j]).CompareTo(keyOf(one)) == 0;
            joined.Add(isBoth && !firstGoesFirst ? second[j] : one);
            j += isBoth ? 1 : 0;
        }

        joined.AddRange(second.Skip(j));
        return joined.DrainToImmutable();
    }

    /// <summary>How one list of runs differs from the one before.</summary>
    internal static ShownTable<TripInstance, T> Compare<T>(ImmutableArray<T> before, ImmutableArray<T> after, Func<T, TripInstance> keyOf)
        where T : class
    {
        ImmutableArray<T>.Builder changed = ImmutableArray.CreateBuilder<T>();
        ImmutableArray<TripInstance>.Builder removed = ImmutableArray.CreateBuilder<TripInstance>();
        int i = 0;
        foreach (T now in after)
        {
            for (; i < before.Length && keyOf(before[i]).CompareTo(keyOf(now)) < 0; i++)
            {
                removed.Add(keyOf(before[i]));
            }

            bool isKnown = i < before.Length && keyOf(before[i]).CompareTo(keyOf(now)) == 0;
            if (!isKnown || !ReferenceEquals(before[i], now))
            {
                changed.Add(now);
            }

            i += isKnown ? 1 : 0;
        }

        removed.AddRange(before.Skip(i).Select(keyOf));
        return new(after, changed.DrainToImmutable(), removed.DrainToImmutable());
    }
}

/// <summary>One kind of what readers see, and how it differs from the state before.</summary>
/// <param name="Current">In the order of the keys.</param>
/// <param name="Changed">New or changed, in order.</param>
/// <param name="Removed">Gone, in order.</param>
internal readonly record struct ShownTable<TKey, T>(ImmutableArray<T> Current, ImmutableArray<T> Changed, ImmutableArray<TKey> Removed);
