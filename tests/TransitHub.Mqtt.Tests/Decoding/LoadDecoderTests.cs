using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using Proto = TransitHub.Protocol.V1;

namespace TransitHub.Mqtt.Tests.Decoding;

public class LoadDecoderTests
{
    private const string Topic = "transithub/v1/city/apc/bus-1";

    [Fact]
    public void Reads_json_and_protobuf_alike()
    {
        PassengerCount json = Decoded.Json(
            """
            {"measured_at": 1763871004.7, "load": 31, "boardings": 4, "alightings": 2, "door": 1, "class": "adult", "trip_id": "t-17", "route_id": "3-35", "direction_id": 1,
             "start_date": "20261123", "start_time": "25:10:00", "stop_id": "s9", "occupancy_status": 2, "occupancy_percentage": 110, "vehicle_id": "bus-1"}
            """,
            Topic).One<PassengerCount>();
        PassengerCount protobuf = Decoded.Protobuf(
            new Proto.ObservationBatch
            {
                Apc =
                {
                    new Proto.PassengerCount
                    {
                        MeasuredAt = 1_763_871_004.7, Load = 31, Boardings = 4, Alightings = 2, Door = "1", Class = "adult", TripId = "t-17", RouteId = "3-35", DirectionId = 1,
                        StartDate = "20261123", StartTime = "25:10:00", StopId = "s9", OccupancyStatus = 2, OccupancyPercentage = 110, VehicleId = "bus-1",
                    },
                },
            },
            Topic).One<PassengerCount>();
        Assert.Equal((new Timestamp(1_763_871_004_700), 31, 4, 2), (json.MeasuredAt, json.Load!.Value, json.Boardings!.Value, json.Alightings!.Value));
        Assert.Equal(json, protobuf);
    }

    [Fact]
    public void What_was_not_said_is_unknown_and_an_empty_bus_is_zero()
    {
        PassengerCount empty = Decoded.Json("""{"measured_at": 1763871004, "load": 0}""", Topic).One<PassengerCount>();
        Assert.Equal((0, null, null), (empty.Load!.Value, empty.Boardings, empty.OccupancyStatus));
        var zero = new Proto.PassengerCount { MeasuredAt = 1_763_871_004, Load = 0 };
        Assert.Equal(empty, Decoded.Protobuf(new Proto.ObservationBatch { Apc = { zero } }, Topic).One<PassengerCount>());
    }

    [Theory]
    [InlineData("""{"load": 3}""", RejectionReason.MissingField, "measured_at")]
    [InlineData("""{"measured_at": 1763871004}""", RejectionReason.MissingField, "one of load")]
    [InlineData("""{"measured_at": 1763871004, "load": -3}""", RejectionReason.InvalidField, "load: -3 is outside")]
    [InlineData("""{"measured_at": 1763871004, "boardings": 0.5}""", RejectionReason.InvalidField, "boardings: 0.5 is no whole number")]
    [InlineData("""{"measured_at": 1763871004, "load": 3, "occupancy_status": 9}""", RejectionReason.InvalidField, "occupancy_status")]
    [InlineData("""{"measured_at": 1763871004, "load": 3, "direction_id": 2}""", RejectionReason.InvalidField, "direction_id")]
    [InlineData("""{"measured_at": 1763871004, "load": 3, "start_date": "tomorrow"}""", RejectionReason.InvalidField, "start_date")]
    [InlineData("""{"measured_at": 1763871004, "load": 3, "start_time": "ten"}""", RejectionReason.InvalidField, "start_time")]
    [InlineData("""{"measured_at": 1763871004, "load": 3, "vehicle_id": "bus-2"}""", RejectionReason.InvalidField, "not the vehicle of the topic")]
    public void Refuses_what_is_no_count_of_riders(string json, RejectionReason reason, string named)
    {
        Rejection rejection = Decoded.Json(json, Topic).OneRejection();
        Assert.Equal(reason, rejection.Reason);
        Assert.Contains(named, rejection.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_negative_load_of_protobuf()
    {
        var negative = new Proto.PassengerCount { MeasuredAt = 1_763_871_004, Load = -1 };
        Assert.Contains("load: -1", Decoded.Protobuf(new Proto.ObservationBatch { Apc = { negative } }, Topic).OneRejection().Detail, StringComparison.Ordinal);
    }
}
