namespace TransitHub.Core.Feeds;

/// <summary>
/// First bytes of the fields that the encoders write: field number × 8 + wire type (0 varint, 2 length, 5 four bytes),
/// by message of protos/gtfs-realtime.proto. The tests hold each against the generated code.
/// </summary>
internal static class FieldTags
{
    private const int Varint = 0;
    private const int Length = 2;
    private const int Fixed32 = 5;

    internal static class FeedMessage
    {
        public const byte Header = (1 << 3) | Length;
        public const byte Entity = (2 << 3) | Length;
    }

    internal static class FeedHeader
    {
        public const byte GtfsRealtimeVersion = (1 << 3) | Length;
        public const byte Incrementality = (2 << 3) | Varint;
        public const byte Timestamp = (3 << 3) | Varint;
        public const byte FeedVersion = (4 << 3) | Length;
    }

    internal static class FeedEntity
    {
        public const byte Id = (1 << 3) | Length;
        public const byte TripUpdate = (3 << 3) | Length;
        public const byte Vehicle = (4 << 3) | Length;
        public const byte Alert = (5 << 3) | Length;
        public const byte Shape = (6 << 3) | Length;
        public const byte TripModifications = (8 << 3) | Length;
    }

    internal static class Shape
    {
        public const byte ShapeId = (1 << 3) | Length;
        public const byte EncodedPolyline = (2 << 3) | Length;
    }

    internal static class TripModifications
    {
        public const byte SelectedTrips = (1 << 3) | Length;
        public const byte ServiceDates = (3 << 3) | Length;
        public const byte Modifications = (4 << 3) | Length;
    }

    internal static class SelectedTrips
    {
        public const byte TripIds = (1 << 3) | Length;
        public const byte ShapeId = (2 << 3) | Length;
    }

    internal static class Modification
    {
        public const byte StartStopSelector = (1 << 3) | Length;
        public const byte EndStopSelector = (2 << 3) | Length;
        public const byte PropagatedModificationDelay = (3 << 3) | Varint;
        public const byte ServiceAlertId = (5 << 3) | Length;
        public const byte LastModifiedTime = (6 << 3) | Varint;
    }

    internal static class StopSelector
    {
        public const byte StopSequence = (1 << 3) | Varint;
        public const byte StopId = (2 << 3) | Length;
    }

    internal static class ModifiedTripSelector
    {
        public const byte ModificationsId = (1 << 3) | Length;
        public const byte AffectedTripId = (2 << 3) | Length;
        public const byte StartTime = (3 << 3) | Length;
        public const byte StartDate = (4 << 3) | Length;
    }

    internal static class Alert
    {
        public const byte ActivePeriod = (1 << 3) | Length;
        public const byte CommunicationPeriod = (2 << 3) | Length;
        public const byte ImpactPeriod = (3 << 3) | Length;
        public const byte InformedEntity = (5 << 3) | Length;
        public const byte Cause = (6 << 3) | Varint;
        public const byte Effect = (7 << 3) | Varint;
        public const byte Url = (8 << 3) | Length;
        public const byte HeaderText = (10 << 3) | Length;
        public const byte DescriptionText = (11 << 3) | Length;
        public const byte TtsHeaderText = (12 << 3) | Length;
        public const byte TtsDescriptionText = (13 << 3) | Length;
        public const byte SeverityLevel = (14 << 3) | Varint;
        public const byte Image = (15 << 3) | Length;

        // From field 16 on a tag has two bytes: ProtobufWriter.BeginFarMessage.
        public const int ImageAlternativeText = (16 << 3) | Length;
        public const int CauseDetail = (17 << 3) | Length;
        public const int EffectDetail = (18 << 3) | Length;
    }

    internal static class TimeRange
    {
        public const byte Start = (1 << 3) | Varint;
        public const byte End = (2 << 3) | Varint;
    }

    internal static class EntitySelector
    {
        public const byte AgencyId = (1 << 3) | Length;
        public const byte RouteId = (2 << 3) | Length;
        public const byte RouteType = (3 << 3) | Varint;
        public const byte Trip = (4 << 3) | Length;
        public const byte StopId = (5 << 3) | Length;
        public const byte DirectionId = (6 << 3) | Varint;
    }

    internal static class TranslatedString
    {
        public const byte Translation = (1 << 3) | Length;
    }

    internal static class Translation
    {
        public const byte Text = (1 << 3) | Length;
        public const byte Language = (2 << 3) | Length;
    }

    internal static class TranslatedImage
    {
        public const byte LocalizedImage = (1 << 3) | Length;
    }

    internal static class LocalizedImage
    {
        public const byte Url = (1 << 3) | Length;
        public const byte MediaType = (2 << 3) | Length;
        public const byte Language = (3 << 3) | Length;
    }

    internal static class TripDescriptor
    {
        public const byte TripId = (1 << 3) | Length;
        public const byte StartTime = (2 << 3) | Length;
        public const byte StartDate = (3 << 3) | Length;
        public const byte ScheduleRelationship = (4 << 3) | Varint;
        public const byte RouteId = (5 << 3) | Length;
        public const byte DirectionId = (6 << 3) | Varint;
        public const byte ModifiedTrip = (7 << 3) | Length;
    }

    internal static class VehicleDescriptor
    {
        public const byte Id = (1 << 3) | Length;
        public const byte Label = (2 << 3) | Length;
        public const byte WheelchairAccessible = (4 << 3) | Varint;
    }

    internal static class Position
    {
        public const byte Latitude = (1 << 3) | Fixed32;
        public const byte Longitude = (2 << 3) | Fixed32;
        public const byte Bearing = (3 << 3) | Fixed32;
        public const byte Speed = (5 << 3) | Fixed32;
    }

    internal static class VehiclePosition
    {
        public const byte Trip = (1 << 3) | Length;
        public const byte Position = (2 << 3) | Length;
        public const byte CurrentStopSequence = (3 << 3) | Varint;
        public const byte CurrentStatus = (4 << 3) | Varint;
        public const byte Timestamp = (5 << 3) | Varint;
        public const byte CongestionLevel = (6 << 3) | Varint;
        public const byte StopId = (7 << 3) | Length;
        public const byte Vehicle = (8 << 3) | Length;
        public const byte OccupancyStatus = (9 << 3) | Varint;
        public const byte OccupancyPercentage = (10 << 3) | Varint;
        public const byte MultiCarriageDetails = (11 << 3) | Length;
    }

    internal static class CarriageDetails
    {
        public const byte Id = (1 << 3) | Length;
        public const byte Label = (2 << 3) | Length;
        public const byte OccupancyStatus = (3 << 3) | Varint;
        public const byte OccupancyPercentage = (4 << 3) | Varint;
        public const byte CarriageSequence = (5 << 3) | Varint;
    }

    internal static class TripUpdate
    {
        public const byte Trip = (1 << 3) | Length;
        public const byte StopTimeUpdate = (2 << 3) | Length;
        public const byte Vehicle = (3 << 3) | Length;
        public const byte Timestamp = (4 << 3) | Varint;
        public const byte Delay = (5 << 3) | Varint;
        public const byte TripProperties = (6 << 3) | Length;
    }

    internal static class TripProperties
    {
        public const byte TripId = (1 << 3) | Length;
        public const byte StartDate = (2 << 3) | Length;
        public const byte StartTime = (3 << 3) | Length;
        public const byte TripHeadsign = (5 << 3) | Length;
        public const byte TripShortName = (6 << 3) | Length;
    }

    internal static class StopTimeUpdate
    {
        public const byte StopSequence = (1 << 3) | Varint;
        public const byte Arrival = (2 << 3) | Length;
        public const byte Departure = (3 << 3) | Length;
        public const byte StopId = (4 << 3) | Length;
        public const byte ScheduleRelationship = (5 << 3) | Varint;
        public const byte StopTimeProperties = (6 << 3) | Length;
        public const byte DepartureOccupancyStatus = (7 << 3) | Varint;
    }

    internal static class StopTimeProperties
    {
        public const byte AssignedStopId = (1 << 3) | Length;
    }

    internal static class StopTimeEvent
    {
        public const byte Delay = (1 << 3) | Varint;
        public const byte Time = (2 << 3) | Varint;
        public const byte Uncertainty = (3 << 3) | Varint;
        public const byte ScheduledTime = (4 << 3) | Varint;
    }
}
