using System.Text;
using Google.Protobuf;
using TransitHub.Core.Ids;
using TransitHub.Mqtt.Decoding;
using TransitHub.Mqtt.Topics;
using TransitHub.Protocol.V1;

namespace TransitHub.Fuzz.Doors;

/// <summary>What devices publish: each payload, through decoder, gate and fusion.</summary>
internal static class MqttDoors
{
    private const string Avl = """{"measured_at": 1772413320.5, "lat": 13.705, "lon": 100.5, "bearing": 1, "speed_mps": 8, "trip_id": "T", "route_id": "R", "direction_id": 0, "start_date": "20260302", "start_time": "08:00:00", "sign_text": "B", "occupancy_status": "FEW_SEATS_AVAILABLE", "odometer_m": 12.5, "stop_id": "A", "doors_open": true, "accuracy_m": 5, "vehicle_id": "bus-1", "label": "1", "wheelchair_accessible": 2, "class": "bus", "carriages": [{"id": "a", "label": "1", "occupancy_status": 2, "occupancy_percentage": 40, "carriage_sequence": 1}]}""";

    private const string Status = """{"measured_at": "2026-03-02T01:02:00Z", "online": true, "uptime_seconds": 12.5, "version": "1.2", "message": "well"}""";

    private const string Apc = """{"measured_at": 1772413320, "load": 12, "boardings": 3, "alightings": 1, "door": "1", "class": "adult", "trip_id": "T", "route_id": "R", "direction_id": 0, "occupancy_percentage": 30, "stop_id": "A", "carriages": [{"id": "a", "occupancy_percentage": 101}]}""";

    private const string Count = """[{"channel": "1", "class": "car", "direction": "in", "from": 1772413200, "to": 1772413260, "count": 4, "uptime": 0.9}, {"channel": "2", "class": "person", "at": 1772413300, "total": 12}, {"channel": "z", "class": "person", "at": 1772413300, "present": 3}]""";

    private const string Passage = """{"event_id": "e-1", "measured_at": 1772413310, "channel": "1", "class": "bus", "direction": "out", "route_text": "R", "route_confidence": 0.9, "confidence": 0.8}""";

    private const string Axis = """{"topic": "axis:CameraApplicationPlatform/ObjectAnalytics/S1", "timestamp": 1772413310712, "serial": "B8", "message": {"source": {}, "data": {"reason": "car", "total": "20960", "totalBus": "0", "totalHuman": "7", "totalMotorcycle/bicycle": 0}}}""";

    private const string Fiware = """{"id": "F:1", "type": "ItemFlowObserved", "dateObservedFrom": {"type": "Property", "value": {"@type": "DateTime", "@value": "2026-03-02T01:00:00Z"}}, "dateObservedTo": "2026-03-02T01:01:00Z", "itemType": {"value": "boat"}, "intensity": 12, "laneDirection": "outbound", "laneId": 1}""";

    private const string Hfp = """{"VP": {"desi": "57", "dir": "1", "oper": 18, "veh": 640, "tst": "2026-03-02T01:02:00.1Z", "tsi": 1772413320, "spd": 8.5, "hdg": 314, "lat": 13.705, "long": 100.5, "acc": 0.7, "dl": -48, "odo": 136, "drst": 0, "oday": "2026-03-02", "jrn": 71, "line": 74, "start": "08:00", "stop": 1, "route": "R", "occu": 20}}""";

    private const string HfpRest = "bus/0018/00640/R/1/Munkkiniemi/08:00/1471139/3/60;25/20/38/71";

    private static readonly string[] Kinds = ["avl", "status", "apc", "count", "passage"];
    private static readonly string[] Topics = ["transithub/v1/feed/avl/bus-1", "transithub/v1/feed/ais/230990040/location", "transithub/v1/feed/avl", "/hfp/v2/journey/ongoing/vp/" + HfpRest];

    private static readonly string[] Words =
    [
        "measured_at", "lat", "lon", "trip_id", "start_date", "start_time", "occupancy_status", "vehicle_id", "carriages", "occupancy_percentage", "carriage_sequence", "online", "load", "boardings",
        "channel", "class", "from", "to", "count", "at", "total", "present", "event_id", "route_text", "private", "person", "bus", "doors_open", "2026-03-02T01:02:00Z", "1772413320", "13.70", "100.50",
    ];

    /// <summary>Them.</summary>
    public static IEnumerable<Door> List() =>
    [
        Make("mqtt-avl-json", isProtobuf: false, [DoorInput.Of("avl", Avl), DoorInput.Of("avl", $"[{Avl},{Avl}]"), DoorInput.Of("avl", """{"avl": [{"lat": 1, "lon": 2}]}"""), DoorInput.Of("avl", """{"carriages":[{"carriage\ud800nce":1}]}""")]),
        Make("mqtt-json", isProtobuf: false, [DoorInput.Of("status", Status), DoorInput.Of("apc", Apc), DoorInput.Of("passage", Passage), DoorInput.Of("status", """{"\udc00online": true}"""), DoorInput.Of("apc", """{"\ud800": 1}""")]),
        Make("mqtt-observation-protobuf", isProtobuf: true, [.. Kinds.Select(k => DoorInput.Of(k, Batch().ToByteArray()))]),
        Make("mqtt-counts", isProtobuf: false, [DoorInput.Of("count", Count), DoorInput.Of("count", Axis), DoorInput.Of("count", $"[{Axis}]"), DoorInput.Of("count", Fiware), DoorInput.Of("count", $$"""{"data": [{{Fiware}}]}""")], ["ObjectAnalytics/", "ItemFlowObserved", "totalCar", "dateObserved", "intensity", "itemType", "@value"]),
        new Door("mqtt-hfp", [DoorInput.Of("/hfp/v1/journey/ongoing/" + HfpRest, Hfp), DoorInput.Of("/hfp/v2/journey/ongoing/pas/" + HfpRest, Hfp), DoorInput.Of("/hfp/v2/deadrun/ongoing/vp/bus/0018/00640", Hfp), DoorInput.Of("/hfp/v2/journey/ongoing/apc/" + HfpRest, """{"APC": {"desi": "57", "oper": 18, "veh": 640, "tst": "2026-03-02T01:02:00Z", "tsi": 1772413320, "vehiclecounts": {"countquality": "regular", "vehicleload": 12, "vehicleloadratio": 0.2, "totalpassengersin": 3, "doorcounts": [{"door": "1", "count": [{"class": "adult", "in": 3, "out": 1}]}]}}}""")], [.. Words, "APC", "vehiclecounts", "doorcounts"], () =>
        {
            MessageDecoder decoder = Decoder();
            return input => Take(decoder, DoorInput.Split(input).Line, DoorInput.Split(input).Body, null);
        }),
        Make("mqtt-ais", isProtobuf: false, [DoorInput.Of("ais", """[{"class":"AIS","device":"x","scaled":true,"channel":"B","type":1,"mmsi":230990040,"rxuxtime":1772413310.5,"rxtime":"20260302010200","speed":10.7,"accuracy":false,"lon":100.5,"lat":13.7,"course":326.6,"heading":325}]"""), DoorInput.Of("ais", """{"time":1772413310,"mmsi":230990040,"sog":10.7,"cog":326.6,"navStat":0,"posAcc":true,"heading":325,"lon":100.5,"lat":13.7}""")], ["511", "102.3", "360", "rxtime"]),
        new Door("mqtt-topic", [.. Topics.Select(Encoding.UTF8.GetBytes)], ["/", "transithub/v1/", "status", "count", "/hfp/v1/", "+", "#", "$share/"], () =>
        {
            MessageDecoder decoder = Decoder();
            return input =>
            {
                string topic = Encoding.UTF8.GetString(input);
                if (TopicName.TryParse(topic, out TopicName name, out _) && name.Feed is not null)
                {
                    _ = name.ToString();
                }

                Take(decoder, topic, Encoding.UTF8.GetBytes(topic.Contains("hfp", StringComparison.Ordinal) ? Hfp : Avl), null);
            };
        }),
    ];

    private static Door Make(string name, bool isProtobuf, byte[][] seeds, params string[] more) => new(name, seeds, [.. Words, .. more], () =>
    {
        MessageDecoder decoder = Decoder();
        return input =>
        {
            (string kind, byte[] body) = DoorInput.Split(input);
            string topic = kind == "ais" ? "transithub/v1/feed/ais" : $"transithub/v1/feed/{(kind is "status" or "apc" or "count" or "passage" ? kind : "avl")}/device-1";
            Take(decoder, topic, body, isProtobuf ? "application/x-protobuf" : "application/json");
        };
    })
    { IsProtobuf = isProtobuf };

    private static MessageDecoder Decoder() => new(new DecoderOptions()) { Vessels = static (_, mmsi) => DeviceId.TryParse($"boat-{mmsi}", out DeviceId id) ? id : null };

    private static void Take(MessageDecoder decoder, string topic, byte[] payload, string? contentType) =>
        TestHub.Pass(decoder.Decode(topic, payload, contentType, TestHub.Now).Observations);

    private static ObservationBatch Batch() => new()
    {
        Avl = { new AvlReport { MeasuredAt = 1772413320, Lat = 13.705, Lon = 100.5, Bearing = 1, SpeedMps = 8, TripId = "T", RouteId = "R", DirectionId = 0, StartDate = "20260302", StartTime = "08:00:00", OccupancyStatus = 2, Carriages = { new Carriage { Id = "a", CarriageSequence = 1, OccupancyPercentage = 40 } }, VehicleId = "bus-1", Class = "bus" } },
        Status = { new DeviceStatus { MeasuredAt = 1772413320, Online = true, UptimeSeconds = 4, Version = "1", Message = "well" } },
        Apc = { new PassengerCount { MeasuredAt = 1772413320, Load = 3, Boardings = 2, Alightings = 1, Door = "1", Class = "adult", TripId = "T" } },
        Count = { new TrafficCount { Channel = "1", Class = "car", Direction = "in", From = 1772413200, To = 1772413260, Count = 4, Uptime = 0.9f }, new TrafficCount { Channel = "2", Class = "person", At = 1772413300, Total = 12 } },
        Passage = { new PassageReport { EventId = "e-1", MeasuredAt = 1772413310, Channel = "1", Class = "bus", Direction = "out", RouteText = "R", RouteConfidence = 0.9f, Confidence = 0.8f } },
    };
}
