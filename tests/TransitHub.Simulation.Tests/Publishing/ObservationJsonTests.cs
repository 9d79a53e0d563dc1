using System.Text;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs.Time;
using TransitHub.Simulation.Publishing;

namespace TransitHub.Simulation.Tests.Publishing;

public sealed class ObservationJsonTests
{
    private static readonly AvlReport Report = new()
    {
        Device = DeviceId.Parse("bus 7"),
        ReceivedAt = Timestamp.FromUnixSeconds(1_700_000_010L),
        MeasuredAt = new Timestamp(1_700_000_000_200),
        Latitude = 13.7563,
        Longitude = 100.5018,
    };

    [Fact]
    public void Writes_a_position_as_a_device_sends_it()
    {
        AvlReport full = Report with
        {
            Bearing = 92,
            SpeedMps = 6.4f,
            TripId = "T\"1",
            StartDate = ServiceDate.From(2026, 11, 23),
            SignText = "สาย 3",
            DirectionId = 0,
            OccupancyStatus = 2,
        };

        (string topic, string payload, bool retain) = Encode(full, default);

        Assert.Equal("transithub/v1/bkk/avl/bus 7", topic);
        Assert.False(retain);
        Assert.Equal(
            """{"measured_at":1700000000.2,"lat":13.7563,"lon":100.5018,"bearing":92,"speed_mps":6.4,"trip_id":"T\u00221","direction_id":0,"start_date":"20261123","sign_text":"\u0E2A\u0E32\u0E22 3","occupancy_status":2}""",
            payload);
    }

    [Fact]
    public void Leaves_out_what_is_unknown_and_moves_the_times()
    {
        (_, string payload, _) = Encode(Report, new TimeShift(Report.MeasuredAt, Report.MeasuredAt.AddSeconds(1), 1));

        Assert.Equal("""{"measured_at":1700000001.2,"lat":13.7563,"lon":100.5018}""", payload);
    }

    [Fact]
    public void Keeps_a_status_for_later_subscribers()
    {
        var status = new StatusReport { Device = DeviceId.Parse("box"), ReceivedAt = Report.ReceivedAt, Online = true, Version = "1.2" };

        Assert.Equal(("transithub/v1/bkk/status/box", """{"online":true,"version":"1.2"}""", true), Encode(status, default));
    }

    [Fact]
    public void Writes_counts_passages_and_riders_as_devices_send_them()
    {
        DeviceId camera = DeviceId.Parse("cam");
        var count = new TrafficCount
        {
            Device = camera,
            ReceivedAt = Report.ReceivedAt,
            Channel = "gate-1",
            Class = "person",
            Direction = "in",
            From = Report.MeasuredAt,
            To = Report.MeasuredAt.AddSeconds(60),
            Count = 14,
            Uptime = 0.98f,
        };
        Assert.Equal(
            ("transithub/v1/bkk/count/cam", """{"channel":"gate-1","class":"person","direction":"in","from":1700000000.2,"to":1700000060.2,"count":14,"uptime":0.98}""", false),
            Encode(count, default));
        Assert.Equal(
            """{"channel":"gate-1","class":"person","at":1700000061.2,"total":14}""",
            Encode(count with { From = null, Direction = null, Uptime = null }, new TimeShift(Report.MeasuredAt, Report.MeasuredAt.AddSeconds(1), 1)).Payload);
        var passage = new PassageReport { Device = camera, ReceivedAt = Report.ReceivedAt, MeasuredAt = Report.MeasuredAt, Channel = "line-1", Class = "bus", EventId = "e1", RouteText = "1-33", RouteConfidence = 0.93f };
        Assert.Equal(
            ("transithub/v1/bkk/passage/cam", """{"event_id":"e1","measured_at":1700000000.2,"channel":"line-1","class":"bus","route_text":"1-33","route_confidence":0.93}""", false),
            Encode(passage, default));
        var load = new PassengerCount { Device = Report.Device, ReceivedAt = Report.ReceivedAt, MeasuredAt = Report.MeasuredAt, Load = 0, Door = "1", StartDate = ServiceDate.From(2026, 11, 23) };
        Assert.Equal(
            ("transithub/v1/bkk/apc/bus 7", """{"measured_at":1700000000.2,"load":0,"door":"1","start_date":"20261123"}""", false),
            Encode(load, default));
    }

    private static (string Topic, string Payload, bool Retain) Encode(Observation observation, TimeShift shift)
    {
        using var json = new ObservationJson(FeedId.Parse("bkk"));
        OutgoingMessage message = json.Encode(observation, shift)!.Value;
        return (message.Topic, Encoding.UTF8.GetString(message.Payload), message.Retain);
    }
}
