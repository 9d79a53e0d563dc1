using TransitHub.Core.Observations;

namespace TransitHub.Server.Views;

/// <summary>A carriage of a train in JSON.</summary>
/// <param name="CarriageSequence">1 for the first in the direction of travel.</param>
/// <param name="Id">Names it within the vehicle; null: not told.</param>
/// <param name="Label">What riders read on it; null: not told.</param>
/// <param name="OccupancyStatus">GTFS-Realtime OccupancyStatus by number; null: unknown.</param>
/// <param name="OccupancyPercentage">GTFS-Realtime occupancy_percentage; null: unknown.</param>
internal sealed record CarriageView(int CarriageSequence, string? Id, string? Label, int? OccupancyStatus, int? OccupancyPercentage)
{
    /// <summary>Of a carriage.</summary>
    public static CarriageView Of(Carriage carriage) =>
        new(carriage.Sequence, carriage.Id, carriage.Label, carriage.OccupancyStatus, carriage.OccupancyPercentage);
}
