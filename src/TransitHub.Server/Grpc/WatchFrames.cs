using Google.Protobuf;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Protocol.V1;
using TransitHub.Server.Counts;
using TransitHub.Server.Views;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Grpc;

/// <summary>
/// Encodes the steps of a feed's streams. Readers without a filter who stand at the same state get the same bytes, made
/// once; those of the last few steps are kept, since readers do not all ask at the same moment.
/// </summary>
internal sealed class WatchFrames(Func<string> epochNow, StopBounds bounds, int maxEntities)
{
    private const int KeptSteps = 8;

    private readonly Lock sync = new();
    private readonly Queue<(string Epoch, long From, long To, Lazy<IReadOnlyList<WatchFrame>> Frames)> kept = new();

    /// <summary>The events of a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="isShared">True when the reader has no filter.</param>
    public IReadOnlyList<WatchFrame> Encode(WatchStep step, bool isShared)
    {
        // A snapshot after lost states says how many, so it is not the one that newcomers get.
        bool sameForAll = isShared && step.Kind != WatchStepKind.Heartbeat && (step.Kind == WatchStepKind.Changes || step.ConflatedStates == 0);
        string epoch = epochNow();
        return sameForAll ? this.Shared(epoch, step).Value : this.Make(epoch, step);
    }

    private Lazy<IReadOnlyList<WatchFrame>> Shared(string epoch, WatchStep step)
    {
        lock (this.sync)
        {
            foreach ((string of, long from, long to, Lazy<IReadOnlyList<WatchFrame>> frames) in this.kept)
            {
                if (from == step.From && to == step.To && of == epoch)
                {
                    return frames;
                }
            }

            if (this.kept.Count == KeptSteps)
            {
                this.kept.Dequeue();
            }

            var made = new Lazy<IReadOnlyList<WatchFrame>>(() => this.Make(epoch, step));
            this.kept.Enqueue((epoch, step.From, step.To, made));
            return made;
        }
    }

    private List<WatchFrame> Make(string epoch, WatchStep step) =>
        [.. WatchBatch.Split(step, epoch, maxEntities).Select(batch => new WatchFrame(EventOf(batch).ToByteArray()))];

    private WatchEvent EventOf(WatchBatch batch)
    {
        var message = new WatchEvent
        {
            Cursor = batch.Cursor,
            CreatedAtMs = batch.Step.State.CreatedAt.UnixMilliseconds,
            ConflatedStates = (uint)Math.Min(batch.Step.ConflatedStates, uint.MaxValue),
        };
        switch (batch.Step.Kind)
        {
            case WatchStepKind.Snapshot:
                message.Snapshot = EntitiesOf(batch);
                break;
            case WatchStepKind.Changes:
                message.Changes = EntitiesOf(batch);
                break;
            default:
                message.Heartbeat = new Heartbeat();
                break;
        }

        return message;
    }

    private EntityBatch EntitiesOf(WatchBatch batch)
    {
        Schedule schedule = batch.Step.State.Schedule;
        var message = new EntityBatch { Last = batch.Last };
        foreach (VehicleSnapshot vehicle in batch.Vehicles)
        {
            message.Vehicles.Add(VehicleMessages.Of(vehicle, schedule));
        }

        foreach (TripSnapshot trip in batch.Trips)
        {
            message.Trips.Add(TripMessages.Of(trip, schedule));
        }

        // To readers a run is a run, whether the timetable has it or not.
        message.Trips.AddRange(batch.ExtraRuns.Select(run => TripMessages.Of(run, schedule)));
        message.UnseenRuns.AddRange(batch.Unseen.Where(run => !run.IsDeleted).Select(run => UnseenMessages.Of(run, schedule)));
        message.Crowding.AddRange(batch.Crowding.Select(crowding => CrowdingMessages.Of(crowding, schedule, bounds)));
        message.RemovedVehicleIds.AddRange(batch.RemovedVehicles.Select(id => id.ToString()));
        message.RemovedTripKeys.AddRange(batch.RemovedTrips.Select(trip => TripText.Key(schedule, trip)));
        message.RemovedTripKeys.AddRange(batch.RemovedExtraRuns.Select(TripText.Key));
        message.RemovedUnseenKeys.AddRange(batch.RemovedUnseen.Select(trip => TripText.Key(schedule, trip)));
        message.RemovedUnseenKeys.AddRange(batch.Unseen.Where(run => run.IsDeleted).Select(run => TripText.Key(schedule, run.Trip)));
        message.RemovedCrowdingStopIds.AddRange(batch.RemovedCrowding.Select(schedule.Stops.Id));
        return message;
    }
}
