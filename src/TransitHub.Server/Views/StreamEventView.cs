using TransitHub.Gtfs;
using TransitHub.Server.Counts;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Views;

/// <summary>An event of <c>/v1/stream</c> in JSON: the counterpart of gRPC's WatchEvent.</summary>
internal sealed record StreamEventView
{
    /// <summary>To go on from; also the event's id, which browsers send back by themselves.</summary>
    public required string Cursor { get; init; }

    /// <summary>When the state was made, Unix seconds.</summary>
    public required double CreatedAt { get; init; }

    /// <summary>The hub's clock when the event was written, Unix seconds.</summary>
    public required double SentAt { get; init; }

    /// <summary>States that the event stands for beyond the first.</summary>
    public required long ConflatedStates { get; init; }

    /// <summary>False where the snapshot or the changes go on in the next event.</summary>
    public required bool Last { get; init; }

    public required IReadOnlyList<VehicleView> Vehicles { get; init; }

    public required IReadOnlyList<TripView> Trips { get; init; }

    /// <summary>Runs of the timetable that are due and that no vehicle is known to serve.</summary>
    public required IReadOnlyList<UnseenRunView> Unseen { get; init; }

    /// <summary>The newest of each stop where it changed how full it is.</summary>
    public required IReadOnlyList<StopCrowdingView> Crowding { get; init; }

    public required IReadOnlyList<string> RemovedVehicleIds { get; init; }

    public required IReadOnlyList<string> RemovedTripKeys { get; init; }

    /// <summary>Keys of runs that are no longer in doubt.</summary>
    public required IReadOnlyList<string> RemovedUnseenKeys { get; init; }

    /// <summary>Stops of whose waiting riders nothing is known any more.</summary>
    public required IReadOnlyList<string> RemovedCrowdingStopIds { get; init; }

    /// <summary>Of a batch, without vehicles and trips, which are encoded each by itself, and without the moment of sending, which each reader has of its own.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="bounds">The fewest people told of at each stop.</param>
    /// <param name="brief">True: as much of each stop as a map draws.</param>
    public static StreamEventView Of(WatchBatch batch, StopBounds bounds, bool brief)
    {
        Schedule schedule = batch.Step.State.Schedule;
        return new StreamEventView
        {
            Cursor = batch.Cursor,
            CreatedAt = batch.Step.State.CreatedAt.UnixMilliseconds / 1000.0,
            SentAt = 0,
            ConflatedStates = batch.Step.ConflatedStates,
            Last = batch.Last,
            Vehicles = [],
            Trips = [],
            Unseen = [.. batch.Unseen.Where(u => !u.IsDeleted).Select(u => UnseenRunView.Of(u, schedule))],
            Crowding = [.. batch.Crowding.Select(c => brief ? StopCrowdingView.Brief(c, schedule, bounds) : StopCrowdingView.Of(c, schedule, bounds))],
            RemovedVehicleIds = [.. batch.RemovedVehicles.Select(id => id.ToString())],
            RemovedTripKeys = [.. batch.RemovedTrips.Select(t => TripText.Key(schedule, t)), .. batch.RemovedExtraRuns.Select(TripText.Key)],
            RemovedUnseenKeys = [.. batch.RemovedUnseen.Concat(batch.Unseen.Where(u => u.IsDeleted).Select(u => u.Trip)).Select(t => TripText.Key(schedule, t))],
            RemovedCrowdingStopIds = [.. batch.RemovedCrowding.Select(schedule.Stops.Id)],
        };
    }
}
