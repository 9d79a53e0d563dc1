using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;

namespace TransitHub.Server.Watching;

/// <summary>One event of a stream: a step, or a part of one that was too large for one event.</summary>
internal sealed record WatchBatch
{
    /// <summary>The step it belongs to.</summary>
    public required WatchStep Step { get; init; }

    /// <summary>
    /// What to resume from after it; empty in the first parts of a snapshot, and the state before in the first parts of
    /// changes, so that a reader that is cut off within a step loses nothing.
    /// </summary>
    public required string Cursor { get; init; }

    /// <summary>New or changed vehicles.</summary>
    public IReadOnlyList<VehicleSnapshot> Vehicles { get; init; } = [];

    /// <summary>New or changed runs.</summary>
    public IReadOnlyList<TripSnapshot> Trips { get; init; } = [];

    /// <summary>Runs that no vehicle is known to serve, with a new or other doubt.</summary>
    public IReadOnlyList<UnseenRun> Unseen { get; init; } = [];

    /// <summary>Vehicles that are gone.</summary>
    public IReadOnlyList<DeviceId> RemovedVehicles { get; init; } = [];

    /// <summary>Runs that are gone.</summary>
    public IReadOnlyList<TripInstance> RemovedTrips { get; init; } = [];

    /// <summary>Runs that are no longer in doubt.</summary>
    public IReadOnlyList<TripInstance> RemovedUnseen { get; init; } = [];

    /// <summary>The newest of each stop where something changed.</summary>
    public IReadOnlyList<StopCrowding> Crowding { get; init; } = [];

    /// <summary>Indexes of stops of whose waiting riders nothing is known any more.</summary>
    public IReadOnlyList<int> RemovedCrowding { get; init; } = [];

    /// <summary>New or changed runs with their own stop times.</summary>
    public IReadOnlyList<ExtraRun> ExtraRuns { get; init; } = [];

    /// <summary>Runs with their own stop times that are gone.</summary>
    public IReadOnlyList<ExtraRunKey> RemovedExtraRuns { get; init; } = [];

    /// <summary>False where the step goes on in the next event.</summary>
    public required bool Last { get; init; }

    /// <summary>Whether readers who ask for events of at most so many entities share those of the hub's own bound.</summary>
    /// <param name="most">What they ask for; 0: they leave it to the hub.</param>
    /// <param name="maxEntities">The hub's bound.</param>
    public static bool IsShared(long most, int maxEntities) => most <= 0 || most >= maxEntities;

    /// <summary>Cuts a step into events of at most so many entities; at least one event.</summary>
    public static IEnumerable<WatchBatch> Split(WatchStep step, string epoch, int maxEntities)
    {
        WatchDelta delta = step.Delta;
        string before = step.Kind == WatchStepKind.Snapshot ? string.Empty : new WatchCursor(epoch, step.From).ToString();
        string after = new WatchCursor(epoch, step.To).ToString();
        for (int start = 0; start == 0 || start < delta.Count; start += maxEntities)
        {
            bool last = start + maxEntities >= delta.Count;
            var window = new Window(start, maxEntities);
            yield return new WatchBatch
            {
                Step = step,
                Cursor = last ? after : before,
                Last = last,

                // Removals come first: a vehicle that takes another's trip must not be wiped out after it.
                RemovedVehicles = window.Take(delta.RemovedVehicles),
                RemovedTrips = window.Take(delta.RemovedTrips),
                RemovedExtraRuns = window.Take(delta.RemovedExtraRuns),
                RemovedUnseen = window.Take(delta.RemovedUnseen),
                RemovedCrowding = window.Take(delta.RemovedCrowding),
                Vehicles = window.Take(delta.Vehicles),
                Trips = window.Take(delta.Trips),
                ExtraRuns = window.Take(delta.ExtraRuns),
                Unseen = window.Take(delta.Unseen),
                Crowding = window.Take(delta.Crowding),
            };
        }
    }

    /// <summary>A stretch of several lists laid end to end.</summary>
    private sealed class Window(int start, int length)
    {
        private int skip = start;
        private int left = length;

        public IReadOnlyList<T> Take<T>(IReadOnlyList<T> list)
        {
            int from = Math.Min(this.skip, list.Count);
            int count = Math.Min(this.left, list.Count - from);
            this.skip -= from;
            this.left -= count;
            return count == list.Count ? list : [.. list.Skip(from).Take(count)];
        }
    }
}
