using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;

namespace TransitHub.Server.Views;

/// <summary>Whether a vehicle has a trip, and why not.</summary>
/// <param name="Matched">True: it has one.</param>
/// <param name="Reason">Why not, in snake_case; null when it has one.</param>
/// <param name="Probability">That the trip is right, 0 to 1; null without one.</param>
internal sealed record MatchView(bool Matched, string? Reason, float? Probability)
{
    /// <summary>Of a vehicle.</summary>
    public static MatchView Of(VehicleSnapshot vehicle) => new(
        vehicle.Trip is not null,
        vehicle.UnmatchedReason == RejectionReason.None ? null : vehicle.UnmatchedReason.Name(),
        vehicle.Trip is null ? null : vehicle.MatchProbability);

    /// <summary>Without the probability, which changes with every report.</summary>
    public static MatchView Brief(VehicleSnapshot vehicle) => Of(vehicle) with { Probability = null };
}
