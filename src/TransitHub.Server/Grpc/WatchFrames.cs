using Google.Protobuf;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Protocol.V1;
using TransitHub.Server.Counts;
using TransitHub.Server.Views;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Grpc;

/// <summary>
/// Encodes the steps of a feed's streams as gRPC's messages: each step once for all readers who take it, and each vehicle and run once for all steps that tell of it, in the very bytes that
/// Google.Protobuf would write.
/// </summary>
internal sealed class WatchFrames(Func<string> epochNow, StopBounds bounds, int maxEntities)
{
    private readonly EntityBytes<VehicleSnapshot> vehicles = new((v, schedule) => Field(EntityBatch.VehiclesFieldNumber, VehicleMessages.Of(v, schedule)));
    private readonly EntityBytes<TripSnapshot> trips = new((t, schedule) => Field(EntityBatch.TripsFieldNumber, TripMessages.Of(t, schedule)));

    /// <summary>The events of a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="most">Entities in one event at most; 0, or more than the hub's bound: that bound.</param>
    public IReadOnlyList<WatchFrame> Encode(WatchStep step, long most = 0) =>
        WatchBatch.IsShared(most, maxEntities) ? step.In(WatchForm.Grpc, s => this.Make(s, maxEntities)) : this.Make(step, (int)most);

    private List<WatchFrame> Make(WatchStep step, int most) => [.. WatchBatch.Split(step, epochNow(), most).Select(this.FrameOf)];

    private WatchFrame FrameOf(WatchBatch batch)
    {
        byte[] head = new WatchEvent { Cursor = batch.Cursor, CreatedAtMs = batch.Step.State.CreatedAt.UnixMilliseconds }.ToByteArray();
        WatchEvent end = new() { ConflatedStates = (uint)Math.Min(batch.Step.ConflatedStates, uint.MaxValue) };
        if (batch.Step.Kind == WatchStepKind.Heartbeat)
        {
            end.Heartbeat = new Heartbeat();
            return new WatchFrame(head, end.ToByteArray());
        }

        HubSnapshot state = batch.Step.State;
        Schedule schedule = state.Schedule;
        byte[] rest = RestOf(batch, schedule, bounds).ToByteArray();
        byte[][] entities =
        [
            .. batch.Vehicles.Select(v => this.vehicles.Of(v, batch.Step, state.Vehicles.Length, state.Changes.Vehicles.Length)),
            .. batch.Trips.Select(t => this.trips.Of(t, batch.Step, state.Trips.Length, state.Changes.Trips.Length)),

            // To readers a run is a run, whether the timetable has it or not.
            .. batch.ExtraRuns.Select(run => Field(EntityBatch.TripsFieldNumber, TripMessages.Of(run, schedule))),
        ];
        int field = batch.Step.Kind == WatchStepKind.Snapshot ? WatchEvent.SnapshotFieldNumber : WatchEvent.ChangesFieldNumber;
        return new WatchFrame([head, Prefix(field, entities.Sum(e => e.Length) + rest.Length), .. entities, rest, end.ToByteArray()]);
    }

    /// <summary>All of a batch but vehicles and trips, whose fields come first.</summary>
    private static EntityBatch RestOf(WatchBatch batch, Schedule schedule, StopBounds bounds)
    {
        var message = new EntityBatch { Last = batch.Last };
        message.UnseenRuns.AddRange(batch.Unseen.Where(run => !run.IsDeleted).Select(run => UnseenMessages.Of(run, schedule)));

        // Not kept: the fewest that may be told of a stop can change.
        message.Crowding.AddRange(batch.Crowding.Select(crowding => CrowdingMessages.Of(crowding, schedule, bounds)));
        message.RemovedVehicleIds.AddRange(batch.RemovedVehicles.Select(id => id.ToString()));
        message.RemovedTripKeys.AddRange(batch.RemovedTrips.Select(trip => TripText.Key(schedule, trip)));
        message.RemovedTripKeys.AddRange(batch.RemovedExtraRuns.Select(TripText.Key));
        message.RemovedUnseenKeys.AddRange(batch.RemovedUnseen.Select(trip => TripText.Key(schedule, trip)));
        message.RemovedUnseenKeys.AddRange(batch.Unseen.Where(run => run.IsDeleted).Select(run => TripText.Key(schedule, run.Trip)));
        message.RemovedCrowdingStopIds.AddRange(batch.RemovedCrowding.Select(schedule.Stops.Id));
        return message;
    }

    private static byte[] Field(int number, IMessage message)
    {
        byte[] field = new byte[CodedOutputStream.ComputeTagSize(number) + CodedOutputStream.ComputeMessageSize(message)];
        using CodedOutputStream output = new(field);
        output.WriteTag(number, WireFormat.WireType.LengthDelimited);
        output.WriteMessage(message);
        return field;
    }

    private static byte[] Prefix(int number, int length)
    {
        byte[] prefix = new byte[CodedOutputStream.ComputeTagSize(number) + CodedOutputStream.ComputeLengthSize(length)];
        using CodedOutputStream output = new(prefix);
        output.WriteTag(number, WireFormat.WireType.LengthDelimited);
        output.WriteLength(length);
        return prefix;
    }
}
