using System.Collections.Immutable;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Observations.Rules;
using TransitHub.Core.Time;
using TransitHub.Gtfs.Time;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Upstream;

/// <summary>Reads a GTFS-Realtime VehiclePosition as the report of a vehicle, the same from a recording and from another agency's feed.</summary>
public static class VehiclePositionDecoder
{
    /// <summary>2100-01-01: a later timestamp is in another unit.</summary>
    public const ulong LastUnixSecond = 4_102_444_800;

    /// <summary>
    /// The report, or why there is none. The vehicle is <c>vehicle.id</c>, else its label, else the entity's id; it was measured at its own
    /// timestamp, else the feed's. A start date or time that cannot be read counts as not told, as producers do write such.
    /// </summary>
    /// <param name="entity">An entity that has a VehiclePosition.</param>
    /// <param name="headerAt">The feed's own time.</param>
    /// <param name="receivedAt">The hub's clock at arrival.</param>
    /// <param name="source">Names the feed or file in a refusal.</param>
    public static (AvlReport? Report, Rejection? Refusal) Decode(FeedEntity entity, Timestamp headerAt, Timestamp receivedAt, string source)
    {
        ArgumentNullException.ThrowIfNull(entity);
        VehiclePosition vehicle = entity.Vehicle;
        string name = NameOf(entity);
        (AvlReport?, Rejection?) Refuse(RejectionReason reason, string problem) =>
            (null, new Rejection(receivedAt, reason, name, $"{source}, entity {Shown.Text(entity.Id)}: {problem}"));

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

        return (Report(vehicle, position, device, headerAt, receivedAt), null);
    }

    /// <summary>The text that names an entity's vehicle.</summary>
    internal static string NameOf(FeedEntity entity) => FirstOf(entity.Vehicle.Vehicle?.Id, entity.Vehicle.Vehicle?.Label, entity.Id);

    private static AvlReport Report(VehiclePosition vehicle, Position position, DeviceId device, Timestamp headerAt, Timestamp receivedAt)
    {
        TripDescriptor? trip = vehicle.Trip;
        return new AvlReport
        {
            Device = device,
            ReceivedAt = receivedAt,
            MeasuredAt = vehicle.Timestamp > 0 ? Timestamp.FromUnixSeconds((long)vehicle.Timestamp) : headerAt,
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
            OccupancyStatus = OccupancyOf(vehicle),
            Label = TextOrNull(vehicle.Vehicle?.Label),
            Carriages = CarriagesOf(vehicle),
            WheelchairAccessible = (int?)vehicle.Vehicle?.WheelchairAccessible is (2 or 3) and { } wheelchair ? (byte)wheelchair : null,
        };
    }

    /// <summary>Its carriages; none where their numbers cannot be, for the position is right all the same.</summary>
    private static ImmutableArray<Carriage> CarriagesOf(VehiclePosition vehicle)
    {
        if (vehicle.MultiCarriageDetails.Count is 0 or > Carriage.Most)
        {
            return [];
        }

        ImmutableArray<Carriage> carriages = Carriage.InOrder([.. vehicle.MultiCarriageDetails.Select(static told => new Carriage
        {
            Sequence = (int)Math.Min(told.CarriageSequence, int.MaxValue),
            Id = TextOrNull(told.Id),
            Label = TextOrNull(told.Label),
            OccupancyStatus = told.HasOccupancyStatus && (int)told.OccupancyStatus is >= 0 and <= 8 and var status ? (byte)status : null,
            OccupancyPercentage = told.OccupancyPercentage is >= 0 and <= 1000 and var percentage ? (short)percentage : null,
        })]);
        return CarriageRule.Fault(carriages) is null ? carriages : [];
    }

    /// <summary>The vehicle's own word; of a train that tells its carriages alone, that of the emptiest one which takes riders: there one fits.</summary>
    private static byte? OccupancyOf(VehiclePosition vehicle)
    {
        if (vehicle.HasOccupancyStatus)
        {
            return (int)vehicle.OccupancyStatus is >= 0 and <= 8 and var told ? (byte)told : null;
        }

        const int Full = 5;
        byte? least = null;
        foreach (VehiclePosition.Types.CarriageDetails carriage in vehicle.MultiCarriageDetails)
        {
            if (carriage.HasOccupancyStatus && (int)carriage.OccupancyStatus is >= 0 and <= Full and var told && (least is null || told < least))
            {
                least = (byte)told;
            }
        }

        return least;
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
