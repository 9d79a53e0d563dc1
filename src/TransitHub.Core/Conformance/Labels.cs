using TransitHub.Protocol.GtfsRealtime;
using Relationship = TransitHub.Protocol.GtfsRealtime.TripDescriptor.Types.ScheduleRelationship;
using StopTimeUpdate = TransitHub.Protocol.GtfsRealtime.TripUpdate.Types.StopTimeUpdate;

namespace TransitHub.Core.Conformance;

/// <summary>How texts name things, and what many rules ask of a descriptor.</summary>
internal static class Labels
{
    /// <summary>ADDED, which is deprecated and still sent.</summary>
    public const Relationship Added = (Relationship)1;

    public static string Trip(FeedEntity entity, TripDescriptor? trip) => trip is { HasTripId: true } ? "trip_id " + trip.TripId : "entity " + entity.Id;

    public static string Vehicle(FeedEntity entity, VehiclePosition vehicle) =>
        vehicle.Vehicle is { HasId: true } named ? "vehicle_id " + named.Id : "entity " + entity.Id;

    public static string Stop(StopTimeUpdate update) => update.HasStopSequence ? $"stop_sequence {update.StopSequence}" : $"stop_id {update.StopId}";

    public static bool Is(this TripDescriptor? trip, Relationship relationship) => trip is { HasScheduleRelationship: true } && trip.ScheduleRelationship == relationship;

    /// <summary>A trip that nobody runs.</summary>
    public static bool DoesNotRun(this TripDescriptor? trip) => trip.Is(Relationship.Canceled) || trip.Is(Relationship.Deleted);

    /// <summary>A trip whose stops and times are not those of the schedule.</summary>
    public static bool HasOwnStops(this TripDescriptor? trip) => trip.Is(Relationship.New) || trip.Is(Relationship.Replacement) || trip?.ModifiedTrip is not null;

    public static bool Is(this StopTimeUpdate update, StopTimeUpdate.Types.ScheduleRelationship relationship) =>
        update.HasScheduleRelationship && update.ScheduleRelationship == relationship;

#pragma warning disable CS0612 // active_period is deprecated and still what most feeds send.
    public static IList<TimeRange> ActivePeriods(Alert alert) => alert.ActivePeriod;
#pragma warning restore CS0612

    /// <summary>The texts of an alert that are there, by field.</summary>
    public static IEnumerable<(string Field, TranslatedString Text)> Texts(Alert alert) =>
        new (string Field, TranslatedString? Text)[]
        {
            ("header_text", alert.HeaderText), ("description_text", alert.DescriptionText), ("tts_header_text", alert.TtsHeaderText),
            ("tts_description_text", alert.TtsDescriptionText), ("url", alert.Url), ("image_alternative_text", alert.ImageAlternativeText),
            ("cause_detail", alert.CauseDetail), ("effect_detail", alert.EffectDetail),
        }.Where(static one => one.Text is not null).Select(static one => (one.Field, one.Text!));
}
