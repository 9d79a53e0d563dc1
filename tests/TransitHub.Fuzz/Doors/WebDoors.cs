using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using TransitHub.Core.Alerting;
using TransitHub.Core.Dispatching;
using TransitHub.Core.Snapshots;
using TransitHub.Mqtt.Access;
using TransitHub.Protocol.V1;
using TransitHub.Server.Endpoints;
using TransitHub.Server.Grpc;
using TransitHub.Server.Options;
using TransitHub.Server.Watching;

namespace TransitHub.Fuzz.Doors;

/// <summary>What readers ask and operators write: queries, bodies and gRPC messages. How HTTP and gRPC themselves are cut into messages is ASP.NET's.</summary>
internal static class WebDoors
{
    private const string Alert = """{"active_periods": [{"start": 1772410000, "end": 1772420000}], "informed_entities": [{"route_id": "R", "stop_id": "A", "direction_id": 0, "route_type": 3, "agency_id": "X"}], "cause": "CONSTRUCTION", "effect": "DETOUR", "severity_level": "WARNING", "url": {"en": "https://example.org"}, "header_text": {"en": "Works", "th": "ก"}, "description_text": {"en": "Long"}, "images": [{"url": "https://example.org/a.png", "media_type": "image/png", "language": "en"}]}""";

    private const string Cancel = """{"kind": "cancel", "expires_at": 1772420000, "note": "x", "trip_id": "T", "start_date": "20260302"}""";
    private const string Stops = """{"kind": "change_stops", "expires_at": 1772420000, "trip_id": "T", "start_date": "20260302", "skipped_stops": [2], "stops_without_data": [1], "without_data_from": 1, "assigned_stops": [{"stop_sequence": 1, "stop_id": "A"}]}""";
    private const string Add = """{"kind": "add", "expires_at": 1772420000, "trip_id": "extra", "start_date": "20260302", "route_id": "R", "direction_id": 0, "headsign": "B", "stop_times": [{"stop_id": "A", "arrival": "08:10:00", "departure": "08:10:00"}, {"stop_id": "B", "arrival": "08:20:00"}]}""";
    private const string Assign = """{"kind": "assign_vehicle", "expires_at": 1772420000, "vehicle_id": "bus-1", "trip_id": "T", "start_date": "20260302"}""";

    private const string Device = """{"feed": "feed", "id": "bus-1", "user": "box", "kinds": ["avl", "status"], "gateway": false, "certificate": true, "expires_at": 4000000000, "messages_per_second": 2, "bytes_per_second": 1000}""";

    private static readonly string[] Queries = ["route=R&vehicle=bus-1,bus-2&stop=A&bbox=13,100,14,101&kinds=vehicle,trip", "kinds=alert,unseen,crowding&stop=A&stop=B", "bbox=-90,-180,90,180"];

    private static readonly string[] Words =
    [
        "kind", "cancel", "delete", "change_stops", "add", "replace", "duplicate", "assign_vehicle", "ignore_device", "new_trip_id", "start_time", "block_id", "device_id", "communication_periods", "impact_periods", "tts_header_text",
        "cause_detail", "image_alternative_text", "informed_entities", "[null]", "{\"en\": null}", "name", "tier", "expires_at", "gateway", "certificate", "kinds", "messages_per_second", "1772420000", "20260302", "T", "A", "B", "R",
    ];

    private static readonly ReaderOptions Readers = new() { Tiers = [new ReaderTier { Name = "app" }] };

    private static readonly DeviceLimits Limits = new();

    private static readonly string[] Feeds = ["feed"];

    /// <summary>Them.</summary>
    public static IEnumerable<Door> List() =>
    [
        new Door("http-query", [.. Queries.Select(Encoding.UTF8.GetBytes)], ["&", "=", ",", "%00", "%ff", "+", "bbox=", "kinds=", "route=", "stop=", "vehicle="], () => static input =>
        {
            var context = new DefaultHttpContext();
            context.Request.QueryString = new QueryString("?" + Encoding.UTF8.GetString(input));
            if (FilterQuery.TryRead(context.Request, 100, out FilterText filter) is null)
            {
                Match(filter);
            }
        }),
        new Door("http-bodies", [DoorInput.Of("alert", Alert), DoorInput.Of("alert", "{}"), DoorInput.Of("change", Cancel), DoorInput.Of("change", Stops), DoorInput.Of("change", Add), DoorInput.Of("change", Assign), DoorInput.Of("change", """{"kind": "ignore_device", "expires_at": 1772420000, "device_id": "d"}"""), DoorInput.Of("change", """{"kind": "duplicate", "expires_at": 1772420000, "trip_id": "T", "start_date": "20260302", "new_trip_id": "T2", "start_time": "09:00:00"}"""), DoorInput.Of("key", """{"name": "App", "tier": "app", "expires_at": 1772420000}"""), DoorInput.Of("device", Device)], Words, () =>
        {
            var alerts = new OperatorBody<AlertDraft>("alert", 64 << 10);
            var changes = new OperatorBody<ChangeDraft>("change", 32 << 10);
            return input => Write(input, alerts, changes);
        }),
        new Door("grpc", [DoorInput.Of("watch", new WatchRequest { FeedId = "feed", Filter = Filter(), Cursor = "a1b2.17", MinIntervalMs = 1000 }.ToByteArray()), DoorInput.Of("vehicles", new ListVehiclesRequest { FeedId = "feed", Filter = Filter(), PageSize = 10, PageToken = "bus-1" }.ToByteArray())], ["R", "A", "bus-1", "17", "."], () => static input =>
        {
            (string kind, byte[] body) = DoorInput.Split(input);
            EntityFilter? asked;
            try
            {
                if (kind == "vehicles")
                {
                    asked = ListVehiclesRequest.Parser.ParseFrom(body).Filter;
                }
                else
                {
                    WatchRequest request = WatchRequest.Parser.ParseFrom(body);
                    asked = request.Filter;
                    _ = WatchCursor.TryParse(request.Cursor, out _);
                }
            }
            catch (InvalidProtocolBufferException)
            {
                // gRPC answers it with INTERNAL before the hub sees it.
                return;
            }

            FilterText filter = FilterMessages.Read(asked);
            if (filter.FindProblem(100) is null)
            {
                Match(filter);
            }
        }) { IsProtobuf = true },
    ];

    private static EntityFilter Filter() => new()
    {
        RouteIds = { "R" },
        VehicleIds = { "bus-1" },
        StopIds = { "A", "B" },
        BoundingBox = new BoundingBox { South = 13, West = 100, North = 14, East = 101 },
        Kinds = { EntityKind.Vehicle, EntityKind.Trip, EntityKind.Alert },
    };

    private static void Match(FilterText text)
    {
        var filter = new WatchFilter(text, TestHub.Schedule);
        SnapshotIndex index = Seen.Value;
        _ = index.State.Vehicles.Count(v => filter.Matches(v, index)) + index.State.Trips.Count(t => filter.Matches(t, index)) + index.State.Unseen.Count(u => filter.Matches(u, TestHub.Schedule));
    }

    private static readonly Lazy<SnapshotIndex> Seen = new(static () => new SnapshotIndex(TestHub.Pass(
    [
        new Core.Observations.AvlReport { Device = Core.Ids.DeviceId.Parse("bus-1"), ReceivedAt = TestHub.Now, MeasuredAt = TestHub.Now, Latitude = 13.704, Longitude = 100.5, TripId = "T" },
    ])));

    private static void Write(byte[] input, OperatorBody<AlertDraft> alerts, OperatorBody<ChangeDraft> changes)
    {
        (string kind, byte[] body) = DoorInput.Split(input);
        var context = new DefaultHttpContext();
        context.Request.ContentType = "application/json";
        context.Request.Body = new MemoryStream(body);
        long now = TestHub.Now.UnixSeconds;
        if (kind == "key")
        {
            Wait(KeysEndpoints.ReadAsync(context, Readers));
        }
        else if (kind == "device")
        {
            Wait(CredentialsEndpoints.ReadAsync(context, Feeds, Limits, TimeProvider.System));
        }
        else if (kind == "alert")
        {
            if (Wait(alerts.ReadAsync(context, draft => AlertReader.Check(draft, TestHub.Schedule))).Draft is { } draft)
            {
                _ = AlertDraft.Of(AlertReader.Read("op-1", draft));
                AlertBook.Empty.With(new OperatorAlert("op-1", 1, draft, now, now, "who", null), now).Encode();
            }
        }
        else if (Wait(changes.ReadAsync(context, draft => ChangeReader.Check(draft, "c-1", TestHub.Schedule, [], now))).Draft is { } change)
        {
            ChangeBook book = ChangeBook.Empty.With(new ServiceChange("c-1", 1, change, now, now, "who", null), now);
            HubSnapshot state = TestHub.Pass([Core.Observations.ServiceChanges.Of(book, TestHub.Now)]);
            _ = state.Trips.Length;
        }
    }

    /// <summary>A body that lies in memory is read without waiting.</summary>
    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
