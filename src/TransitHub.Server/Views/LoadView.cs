using TransitHub.Core.Observations;

namespace TransitHub.Server.Views;

/// <summary>Riders counted on board, in JSON; what was not said is null.</summary>
/// <param name="At">When they were counted by the hub's clock, Unix seconds.</param>
/// <param name="Load">On board.</param>
/// <param name="Boardings">Got on.</param>
/// <param name="Alightings">Got off.</param>
/// <param name="Door">The door that counted; null: all together.</param>
/// <param name="Class">Of riders; null: all together.</param>
/// <param name="StopId">Where.</param>
/// <param name="OccupancyStatus">GTFS-Realtime's, by number.</param>
/// <param name="OccupancyPercentage">GTFS-Realtime's.</param>
internal sealed record LoadView(
    double At, int? Load, int? Boardings, int? Alightings, string? Door, string? Class, string? StopId, int? OccupancyStatus, int? OccupancyPercentage)
{
    /// <summary>Of a count.</summary>
    public static LoadView Of(PassengerCount count) => new(
        count.CorrectedAt.UnixMilliseconds / 1000.0,
        count.Load,
        count.Boardings,
        count.Alightings,
        count.Door,
        count.Class,
        count.StopId,
        count.OccupancyStatus,
        count.OccupancyPercentage);
}
