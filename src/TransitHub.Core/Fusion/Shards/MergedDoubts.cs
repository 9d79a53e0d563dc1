using System.Collections.Immutable;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>
/// The doubts of all shards about runs. A shard sees a part of the vehicles, so it doubts the runs of all others: a run is in doubt when no shard that
/// does not doubt it serves it or another run of its route, and then no more than the shard that doubts it least. What another agency has canceled is in
/// doubt unless a shard serves it; what an operator has canceled is, whoever serves it.
/// </summary>
/// <param name="schedule">Knows the routes.</param>
internal sealed class MergedDoubts(Schedule schedule)
{
    private readonly SortedDictionary<int, Dictionary<TripInstance, UnseenRun>> doubts = [];
    private readonly SortedDictionary<int, Dictionary<int, int>> runsOfRoute = [];
    private readonly SortedDictionary<int, HashSet<TripInstance>> trips = [];
    private readonly SnapshotTable<TripInstance, UnseenRun> merged = new(u => u.Trip);

    /// <summary>In the order of the runs.</summary>
    public ImmutableArray<UnseenRun> Current => this.merged.Current;

    /// <summary>Takes in what a shard tells of runs.</summary>
    public void Take(int shard, ShardChanges told)
    {
        Dictionary<TripInstance, UnseenRun> own = Of(this.doubts, shard);
        Dictionary<int, int> routes = Of(this.runsOfRoute, shard);
        HashSet<TripInstance> served = Of(this.trips, shard);
        if (told.IsWhole)
        {
            own.Clear();
            routes.Clear();
            served.Clear();
        }

        foreach (TripInstance trip in told.Unseen.Removed)
        {
            own.Remove(trip);
        }

        foreach (UnseenRun run in told.Unseen.Changed)
        {
            own[run.Trip] = run;
        }

        foreach (TripInstance trip in told.Trips.Removed.Where(served.Remove))
        {
            routes[this.RouteOf(trip)]--;
        }

        foreach (TripSnapshot trip in told.Trips.Changed.Where(t => served.Add(t.Trip)))
        {
            int route = this.RouteOf(trip.Trip);
            routes[route] = routes.GetValueOrDefault(route) + 1;
        }
    }

    /// <summary>What a shard doubts, in the order of the runs.</summary>
    public UnseenRun[] Of(int shard) => [.. Of(this.doubts, shard).Values.OrderBy(u => u.Trip)];

    /// <summary>Merges what was told. There are few doubts, and each may end by what any shard tells of its route.</summary>
    public (ImmutableArray<UnseenRun> Changed, ImmutableArray<TripInstance> Removed) Merge()
    {
        Dictionary<TripInstance, UnseenRun> least = [];
        foreach (UnseenRun run in this.doubts.Values.SelectMany(own => own.Values))
        {
            if (!least.TryGetValue(run.Trip, out UnseenRun? other) || (RankOf(run), run.State).CompareTo((RankOf(other), other.State)) < 0)
            {
                least[run.Trip] = run;
            }
        }

        foreach (TripInstance trip in this.merged.Current.Select(u => u.Trip).Where(t => !least.ContainsKey(t)))
        {
            this.merged.Remove(trip);
        }

        foreach (UnseenRun run in least.Values)
        {
            bool isIn = RankOf(run) switch
            {
                0 => true,
                1 => this.trips.Values.All(served => !served.Contains(run.Trip)),
                _ => this.doubts.All(shard => shard.Value.ContainsKey(run.Trip) || !this.Knows(shard.Key, run.Trip)),
            };
            if (!isIn)
            {
                this.merged.Remove(run.Trip);
            }
            else if (!ReferenceEquals(run, this.merged.FindCurrent(run.Trip)))
            {
                this.merged.Set(run);
            }
        }

        return this.merged.Apply();
    }

    /// <summary>An operator's word goes first, then another agency's, then the hub's own doubt.</summary>
    private static int RankOf(UnseenRun run) => run.ChangeId is not null ? 0 : run.Upstream is not null ? 1 : 2;

    private static T Of<T>(SortedDictionary<int, T> shards, int shard)
        where T : new()
    {
        if (!shards.TryGetValue(shard, out T? own))
        {
            shards[shard] = own = new T();
        }

        return own;
    }

    /// <summary>Whether it serves runs of the route, which include this one if it serves that.</summary>
    private bool Knows(int shard, TripInstance trip) => Of(this.runsOfRoute, shard).GetValueOrDefault(this.RouteOf(trip)) > 0;

    private int RouteOf(TripInstance trip) => schedule.Trips.RouteIndex(trip.TripIndex);
}
