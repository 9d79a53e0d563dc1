using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs.Time;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Simulation.Recordings;

/// <summary>Reads a GTFS-Realtime VehiclePosition as the report of a vehicle.</summary>
internal static class VehiclePositionReport
{
    /// <summary>2100-01-01: a later timestamp is in another unit.</summary>
    public const ulong LastUnixSecond = 4_102_444_800;

    /// <summary>
    /// The report. The vehicle is <c>vehicle.id</c>, else its label, else the entity's id; it was measured at its own
    /// timestamp, else the feed's. A start date or time that cannot be read counts as not told, as producers do write such.
    /// </summary>
    public static RecordedItem Decode(FeedEntity entity, Timestamp receivedAt, long place, string file)
    {
        VehiclePosition vehicle = entity.Vehicle;
        string name = FirstOf(vehicle.Vehicle?.Id, vehicle.Vehicle?.Label, entity.Id);
        RecordedItem Refuse(RejectionReason reason, string problem) =>
            RecordedItem.Refused(place, receivedAt, reason, name, $"{file}, entity {Shown.Text(entity.Id)}: {problem}");

        if (!DeviceId.TryParse(name, out DeviceId device))
        {
            return Refuse(RejectionReason.InvalidField, $"vehicle.id is '{Shown.Text(name)}'; it must have 1 to {DeviceId.MaxLength} characters without / + #");
        }

        if (vehicle.Position is not { } position)
        {
            return Refuse(RejectionReason.MissingField, "position is missing");
        }

        if (!(Math.Abs(position.Latitude) <= 90 && Math.Abs(position.Longitude) <= 180))
        {
            return Refuse(RejectionReason.InvalidField, $"position {position.Latitude}, {position.Longitude} is none on Earth");
        }

        if (vehicle.Timestamp > LastUnixSecond)
        {
            return Refuse(RejectionReason.InvalidField, $"timestamp is {vehicle.Timestamp}; it must be Unix seconds");
        }

        return new RecordedItem { Place = place, ReceivedAt = receivedAt, Observation = Report(vehicle, position, device, receivedAt) };
    }

    private static AvlReport Report(VehiclePosition vehicle, Position position, DeviceId device, Timestamp receivedAt)
    {
        TripDescriptor? trip = vehicle.Trip;
        return new AvlReport
        {
            Device = device,
            ReceivedAt = receivedAt,
            MeasuredAt = vehicle.Timestamp > 0 ? Timestamp.FromUnixSeconds((long)vehicle.Timestamp) : receivedAt,
            Latitude = position.Latitude,
            Longitude = position.Longitude,
            Bearing = position.HasBearing && position.Bearing is >= 0 and <= 360 ? position.Bearing % 360 : null,
            SpeedMps = position.HasSpeed && position.Speed >= 0 && float.IsFinite(position.Speed) ? position.Speed : null,
            OdometerMeters = position.HasOdometer && double.IsFinite(position.Odometer) ? position.Odometer : null,
            TripId = TextOrNull(trip?.TripId),
            RouteId = TextOrNull(trip?.RouteId),
            DirectionId = trip is { HasDirectionId: true, DirectionId: <= 1 } ? (byte)trip.DirectionId : null,
            StartDate = ServiceDate.TryParse(trip?.StartDate, out ServiceDate date) ? date : null,
            StartTime = ServiceTime.TryParse(trip?.StartTime, out ServiceTime time) ? time : null,
            StopId = vehicle.CurrentStatus == VehiclePosition.Types.VehicleStopStatus.StoppedAt ? TextOrNull(vehicle.StopId) : null,
            OccupancyStatus = vehicle.HasOccupancyStatus && (int)vehicle.OccupancyStatus is >= 0 and <= 8 ? (byte)vehicle.OccupancyStatus : null,
            Label = TextOrNull(vehicle.Vehicle?.Label),
        };
    }

    private static string FirstOf(params ReadOnlySpan<string?> names)
    {
        foreach (string? name in names)
        {
            if (!string.IsNullOrEmpty(name))
            {
                return name;
            }
        }

        return string.Empty;
    }

    private static string? TextOrNull(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
