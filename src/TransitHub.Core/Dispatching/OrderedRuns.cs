using System.Collections.Immutable;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Upstream;
using TransitHub.Gtfs;

namespace TransitHub.Core.Dispatching;

/// <summary>
/// Puts what operators want over what is known of runs, whoever knows it: canceled and replaced runs go, stops are skipped, moved or left without data. A run
/// that nobody has seen yet stands with its timetable then. Runs that did not change stay the same objects.
/// </summary>
/// <param name="schedule">What all indexes refer to.</param>
internal sealed class OrderedRuns(Schedule schedule)
{
    private readonly Dictionary<TripInstance, Made> made = [];
    private ImmutableArray<TripSnapshot> shownTrips = [];
    private ImmutableArray<UnseenRun> shownUnseen = [];
    private bool isActive;

    /// <summary>What readers see of runs.</summary>
    /// <param name="trips">Runs as they are known, in order, and what changed of them.</param>
    /// <param name="unseen">Runs in doubt, in order, and what changed of them.</param>
    /// <param name="orders">What operators want, by run.</param>
    /// <param name="extra">Runs with their own stop times.</param>
    public (ShownTable<TripInstance, TripSnapshot> Trips, ShownTable<TripInstance, UnseenRun> Unseen) Put(
        ShownTable<TripInstance, TripSnapshot> trips,
        ShownTable<TripInstance, UnseenRun> unseen,
        IReadOnlyDictionary<TripInstance, RunOrder> orders,
        ImmutableArray<ExtraRun> extra)
    {
        // Where nothing is wanted nothing is copied or compared; the state behind the last one that had some is compared once more.
        bool hasReplaced = extra.Any(static r => r.Kind == ExtraRunKind.Replacement);
        if (!this.isActive && orders.Count == 0 && !hasReplaced)
        {
            (this.shownTrips, this.shownUnseen) = (trips.Current, unseen.Current);
            return (trips, unseen);
        }

        this.isActive = orders.Count > 0 || hasReplaced;
        HashSet<TripInstance> replaced = [.. extra.Select(static r => r.Replaced).OfType<TripInstance>()];
        ImmutableArray<UnseenRun> nextUnseen = Merge(StandingOf(unseen.Current, orders, replaced), this.WithdrawnOf(orders, replaced), static u => u.Trip);
        HashSet<TripInstance> hidden = [.. replaced, .. nextUnseen.Where(static u => u.State == RunState.Canceled).Select(static u => u.Trip)];
        List<TripSnapshot> known = this.KnownOf(trips.Current, orders, replaced, hidden);
        ImmutableArray<TripSnapshot> nextTrips = Merge(known, this.PlannedOf(orders, hidden), static t => t.Trip);
        foreach (TripInstance gone in this.made.Keys.Where(run => !orders.ContainsKey(run)).ToArray())
        {
            this.made.Remove(gone);
        }

        var shown = (RunOverlay.Compare(this.shownTrips, nextTrips, static t => t.Trip), RunOverlay.Compare(this.shownUnseen, nextUnseen, static u => u.Trip));
        (this.shownTrips, this.shownUnseen) = (nextTrips, nextUnseen);
        return shown;
    }

    /// <summary>Puts a few between many that are in order; no run is in both.</summary>
    private static ImmutableArray<T> Merge<T>(List<T> many, List<T> few, Func<T, TripInstance> runOf)
    {
        few.Sort((one, other) => runOf(one).CompareTo(runOf(other)));
        ImmutableArray<T>.Builder merged = ImmutableArray.CreateBuilder<T>(many.Count + few.Count);
        int next = 0;
        foreach (T one in many)
        {
            while (next < few.Count && runOf(few[next]).CompareTo(runOf(one)) < 0)
            {
                merged.Add(few[next++]);
            }

            merged.Add(one);
        }

        merged.AddRange(few.Skip(next));
        return merged.MoveToImmutable();
    }

    private static List<UnseenRun> StandingOf(ImmutableArray<UnseenRun> known, IReadOnlyDictionary<TripInstance, RunOrder> orders, HashSet<TripInstance> replaced) =>
        [.. known.Where(run => !replaced.Contains(run.Trip) && !(orders.TryGetValue(run.Trip, out RunOrder? order) && order.IsWithdrawn))];

    private List<UnseenRun> WithdrawnOf(IReadOnlyDictionary<TripInstance, RunOrder> orders, HashSet<TripInstance> replaced)
    {
        List<UnseenRun> withdrawn = [];
        foreach ((TripInstance run, RunOrder order) in orders)
        {
            if (order.IsWithdrawn && !replaced.Contains(run))
            {
                withdrawn.Add(this.MadeOf(run, order).Unseen ??= new UnseenRun
                {
                    Trip = run,
                    State = RunState.Canceled,
                    Since = order.Since,
                    ChangeId = order.ChangeId,
                    IsDeleted = order.IsDeleted,
                    Probability = 0.01f,
                });
            }
        }

        return withdrawn;
    }

    /// <summary>Runs that are known; those that an order is about are hidden from <see cref="PlannedOf"/> from then on.</summary>
    private List<TripSnapshot> KnownOf(
        ImmutableArray<TripSnapshot> known, IReadOnlyDictionary<TripInstance, RunOrder> orders, HashSet<TripInstance> replaced, HashSet<TripInstance> hidden)
    {
        List<TripSnapshot> shown = new(known.Length);
        foreach (TripSnapshot run in known)
        {
            RunOrder? order = orders.GetValueOrDefault(run.Trip);
            if (replaced.Contains(run.Trip) || order is { IsWithdrawn: true })
            {
                continue;
            }

            if (order is not null)
            {
                hidden.Add(run.Trip);
            }

            shown.Add(order is null ? run : this.Change(run, order));
        }

        return shown;
    }

    /// <summary>Runs that an order is about and that nobody has seen yet.</summary>
    private List<TripSnapshot> PlannedOf(IReadOnlyDictionary<TripInstance, RunOrder> orders, HashSet<TripInstance> hidden)
    {
        List<TripSnapshot> planned = [];
        foreach ((TripInstance run, RunOrder order) in orders)
        {
            if (!order.IsWithdrawn && !hidden.Contains(run))
            {
                Made made = this.MadeOf(run, order);
                planned.Add(made.Planned ??= PlannedRun.Of(schedule, run, order));
            }
        }

        return planned;
    }

    private TripSnapshot Change(TripSnapshot run, RunOrder order)
    {
        Made made = this.MadeOf(run.Trip, order);
        if (!ReferenceEquals(made.Source, run))
        {
            (made.Source, made.Changed) = (run, PlannedRun.Change(run, order));
        }

        return made.Changed!;
    }

    private Made MadeOf(TripInstance run, RunOrder order)
    {
        if (!this.made.TryGetValue(run, out Made? kept) || !ReferenceEquals(kept.Order, order))
        {
            this.made[run] = kept = new Made { Order = order };
        }

        return kept;
    }

    /// <summary>What was made of one order, so that it is made once.</summary>
    private sealed class Made
    {
        public required RunOrder Order { get; init; }

        public TripSnapshot? Source { get; set; }

        public TripSnapshot? Changed { get; set; }

        public TripSnapshot? Planned { get; set; }

        public UnseenRun? Unseen { get; set; }
    }
}
