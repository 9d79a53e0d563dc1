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
    private static readonly byte[] Comma = [(byte)','];
    private readonly EntityBytes<VehicleSnapshot> vehicles = new((v, schedule) => JsonSerializer.SerializeToUtf8Bytes(VehicleView.Of(v, schedule), json));
    private readonly EntityBytes<VehicleSnapshot> briefVehicles = new((v, schedule) => JsonSerializer.SerializeToUtf8Bytes(VehicleView.Brief(v, schedule), json));
    private readonly EntityBytes<TripSnapshot> trips = new((t, schedule) => JsonSerializer.SerializeToUtf8Bytes(TripView.Of(t, schedule), json));

    /// <summary>The events of a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="form">Full or brief.</param>
    /// <param name="most">Entities in one event at most; 0, or more than the hub's bound: that bound.</param>
    public IReadOnlyList<StreamFrame> Encode(WatchStep step, WatchForm form, long most = 0) =>
        WatchBatch.IsShared(most, maxEntities) ? step.In(form, s => this.Make(s, form == WatchForm.BriefJson, maxEntities)) : this.Make(step, form == WatchForm.BriefJson, (int)most);

    private List<StreamFrame> Make(WatchStep step, bool brief, int most) => [.. WatchBatch.Split(step, epochNow(), most).Select(batch => this.FrameOf(batch, brief))];

    private StreamFrame FrameOf(WatchBatch batch, bool brief)
    {
        HubSnapshot state = batch.Step.State;
        Schedule schedule = state.Schedule;
        StreamEventView view = StreamEventView.Of(batch, bounds, brief);
        var buffer = new ArrayBufferWriter<byte>();
        using Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Encoder = json.Encoder, SkipValidation = true });
        writer.WriteStartObject();
        writer.WriteString(this.NameOf(nameof(view.Cursor)), view.Cursor);
        writer.WriteNumber(this.NameOf(nameof(view.CreatedAt)), view.CreatedAt);
        writer.WriteNumber(this.NameOf(nameof(view.SentAt)), 0);
        writer.Flush();
        int moment = buffer.WrittenCount - 1;
        writer.WriteNumber(this.NameOf(nameof(view.ConflatedStates)), view.ConflatedStates);
        writer.WriteBoolean(this.NameOf(nameof(view.Last)), view.Last);
        int vehicles = Begin(writer, buffer, this.NameOf(nameof(view.Vehicles)));
        int trips = Begin(writer, buffer, this.NameOf(nameof(view.Trips)));
        this.Write(writer, nameof(view.Unseen), view.Unseen);
        this.Write(writer, nameof(view.Crowding), view.Crowding);
        this.Write(writer, nameof(view.RemovedVehicleIds), view.RemovedVehicleIds);
        this.Write(writer, nameof(view.RemovedTripKeys), view.RemovedTripKeys);
        this.Write(writer, nameof(view.RemovedUnseenKeys), view.RemovedUnseenKeys);
        this.Write(writer, nameof(view.RemovedCrowdingStopIds), view.RemovedCrowdingStopIds);
        writer.WriteEndObject();
        writer.Flush();
        byte[][] rest =
        [
            buffer.WrittenSpan[(moment + 1)..vehicles].ToArray(),
            .. Listed(batch.Vehicles.Select(v => (brief ? this.briefVehicles : this.vehicles).Of(v, batch.Step, state.Vehicles.Length, state.Changes.Vehicles.Length))),
            buffer.WrittenSpan[vehicles..trips].ToArray(),
            .. Listed(batch.Trips.Select(t => this.trips.Of(t, batch.Step, state.Trips.Length, state.Changes.Trips.Length)).Concat(batch.ExtraRuns.Select(r => JsonSerializer.SerializeToUtf8Bytes(TripView.Of(r, schedule), json)))),
            buffer.WrittenSpan[trips..].ToArray(),
        ];
        return new StreamFrame(NameOf(batch.Step.Kind), batch.Cursor.Length > 0 ? batch.Cursor : null, buffer.WrittenSpan[..moment].ToArray(), rest);
    }

    /// <summary>An array with nothing in it; where its entities belong.</summary>
    private static int Begin(Utf8JsonWriter writer, ArrayBufferWriter<byte> buffer, string name)
    {
        writer.WriteStartArray(name);
        writer.Flush();
        int place = buffer.WrittenCount;
        writer.WriteEndArray();
        return place;
    }

    private static IEnumerable<byte[]> Listed(IEnumerable<byte[]> entities) => entities.SelectMany((entity, i) => i == 0 ? (byte[][])[entity] : [Comma, entity]);

    /// <summary>What the serializer calls a member of the view.</summary>
    private string NameOf(string member) => json.PropertyNamingPolicy?.ConvertName(member) ?? member;

    private void Write<T>(Utf8JsonWriter writer, string name, T value)
    {
        writer.WritePropertyName(this.NameOf(name));
        JsonSerializer.Serialize(writer, value, json);
    }

    private static string NameOf(WatchStepKind kind) => kind switch
    {
        WatchStepKind.Snapshot => "snapshot",
        WatchStepKind.Changes => "changes",
        _ => "heartbeat",
    };
}
