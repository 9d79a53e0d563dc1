using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Server.Views;

/// <summary>Whether a vehicle has a trip, and why not.</summary>
/// <param name="Matched">True: it has one.</param>
/// <param name="Reason">Why not, in snake_case; null when it has one.</param>
/// <param name="Probability">That the trip is right, 0 to 1; null without one.</param>
internal sealed record MatchView(bool Matched, string? Reason, float? Probability)
{
    /// <summary>Runs it may be on, the likeliest first, for a vehicle that names none or is not believed; null where many vehicles are listed.</summary>
    public IReadOnlyList<CandidateView>? Candidates { get; init; }

    /// <summary>True: it names a trip that its drive and times contradict; null: it does not.</summary>
    public bool? Overruled { get; init; }

    /// <summary>Of a vehicle.</summary>
    public static MatchView Of(VehicleSnapshot vehicle) => new(
        vehicle.Trip is not null,
        vehicle.UnmatchedReason == RejectionReason.None ? null : vehicle.UnmatchedReason.Name(),
        vehicle.Trip is null ? null : vehicle.MatchProbability)
    {
        Overruled = vehicle.IsOverruled ? true : null,
    };

    /// <summary>With the runs it may be on.</summary>
    public static MatchView Detailed(VehicleSnapshot vehicle, Schedule schedule) =>
        Of(vehicle) with { Candidates = [.. vehicle.Candidates.Select(c => CandidateView.Of(c, schedule))] };

    /// <summary>Without the probability, which changes with every report.</summary>
    public static MatchView Brief(VehicleSnapshot vehicle) => Of(vehicle) with { Probability = null };
}
