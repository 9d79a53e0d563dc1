using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance;

/// <summary>What an entity holds.</summary>
internal static class EntityKinds
{
    /// <summary>More dates or modifications of one entity are not looked at, so that a hostile message costs no more than its size.</summary>
    public const int MaxLooked = 400;

    /// <summary>How many kinds it holds.</summary>
    public static int Count(FeedEntity entity) =>
        (entity.TripUpdate is null ? 0 : 1) + (entity.Vehicle is null ? 0 : 1) + (entity.Alert is null ? 0 : 1)
        + (entity.Shape is null ? 0 : 1) + (entity.Stop is null ? 0 : 1) + (entity.TripModifications is null ? 0 : 1);

    /// <summary>The trips that its TripModifications select.</summary>
    public static IEnumerable<string> ModifiedTrips(FeedEntity entity) =>
        entity.TripModifications?.SelectedTrips.SelectMany(static selected => selected.TripIds).Distinct(StringComparer.Ordinal) ?? [];
}
