using System.Buffers;
using System.Text.Json;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Server.Counts;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Views;

/// <summary>
/// Encodes the steps of a feed's streams as the JSON of <see cref="StreamEventView"/>: each step once for all readers who take it, and each vehicle and run once for all steps that tell of it.
/// </summary>
internal sealed class StreamFrames(Func<string> epochNow, StopBounds bounds, int maxEntities, JsonSerializerOptions json)
{
    private readonly EntityBytes<VehicleSnapshot> vehicles = new((v, schedule) => JsonSerializer.SerializeToUtf8Bytes(VehicleView.Of(v, schedule), json));
    private readonly EntityBytes<VehicleSnapshot> briefVehicles = new((v, schedule) => JsonSerializer.SerializeToUtf8Bytes(VehicleView.Brief(v, schedule), json));
    private readonly EntityBytes<TripSnapshot> trips = new((t, schedule) => JsonSerializer.SerializeToUtf8Bytes(TripView.Of(t, schedule), json));

    /// <summary>Whether readers who ask for events of at most so many entities share them; 0: they leave it to the hub.</summary>
    public bool IsShared(long most) => most <= 0 || most >= maxEntities;

    /// <summary>The events of a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="form">Full or brief.</param>
    /// <param name="most">Entities in one event at most; 0, or more than the hub's bound: that bound.</param>
    public IReadOnlyList<StreamFrame> Encode(WatchStep step, WatchForm form, long most = 0) =>
        this.IsShared(most) ? step.In(form, s => this.Make(s, form == WatchForm.BriefJson, maxEntities)) : this.Make(step, form == WatchForm.BriefJson, (int)most);

    private List<StreamFrame> Make(WatchStep step, bool brief, int most) => [.. WatchBatch.Split(step, epochNow(), most).Select(batch => this.FrameOf(batch, brief))];

    private StreamFrame FrameOf(WatchBatch batch, bool brief)
    {
        Schedule schedule = batch.Step.State.Schedule;
        StreamEventView rest = StreamEventView.Of(batch, bounds, brief);
        var buffer = new ArrayBufferWriter<byte>();
        using Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Encoder = json.Encoder, SkipValidation = true });
        writer.WriteStartObject();
        writer.WriteString("cursor"u8, rest.Cursor);
        writer.WriteNumber("created_at"u8, rest.CreatedAt);
        writer.WriteNumber("sent_at"u8, 0);
        writer.Flush();
        int moment = buffer.WrittenCount - 1;
        writer.WriteNumber("conflated_states"u8, rest.ConflatedStates);
        writer.WriteBoolean("last"u8, rest.Last);
        WriteAll(writer, "vehicles", batch.Vehicles.Select(v => (brief ? this.briefVehicles : this.vehicles).Of(v, schedule)));
        WriteAll(writer, "trips", batch.Trips.Select(t => this.trips.Of(t, schedule)).Concat(batch.ExtraRuns.Select(r => JsonSerializer.SerializeToUtf8Bytes(TripView.Of(r, schedule), json))));
        this.Write(writer, "unseen", rest.Unseen);
        this.Write(writer, "crowding", rest.Crowding);
        this.Write(writer, "removed_vehicle_ids", rest.RemovedVehicleIds);
        this.Write(writer, "removed_trip_keys", rest.RemovedTripKeys);
        this.Write(writer, "removed_unseen_keys", rest.RemovedUnseenKeys);
        this.Write(writer, "removed_crowding_stop_ids", rest.RemovedCrowdingStopIds);
        writer.WriteEndObject();
        writer.Flush();
        return new StreamFrame(
            NameOf(batch.Step.Kind), batch.Cursor.Length > 0 ? batch.Cursor : null, buffer.WrittenSpan[..moment].ToArray(), buffer.WrittenSpan[(moment + 1)..].ToArray());
    }

    private static void WriteAll(Utf8JsonWriter writer, string name, IEnumerable<byte[]> entities)
    {
        writer.WriteStartArray(name);
        foreach (byte[] entity in entities)
        {
            writer.WriteRawValue(entity, skipInputValidation: true);
        }

        writer.WriteEndArray();
    }

    private void Write<T>(Utf8JsonWriter writer, string name, T value)
    {
        writer.WritePropertyName(name);
        JsonSerializer.Serialize(writer, value, json);
    }

    private static string NameOf(WatchStepKind kind) => kind switch
    {
        WatchStepKind.Snapshot => "snapshot",
        WatchStepKind.Changes => "changes",
        _ => "heartbeat",
    };
}
