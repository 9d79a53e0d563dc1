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

    private static (string Topic, string Payload, bool Retain) Encode(Observation observation, TimeShift shift)
    {
        using var json = new ObservationJson(FeedId.Parse("bkk"));
        OutgoingMessage message = json.Encode(observation, shift)!.Value;
        return (message.Topic, Encoding.UTF8.GetString(message.Payload), message.Retain);
    }
}
