using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Server.Views;

/// <summary>What became of a passage, for the operator. It has no event id: nothing that leaves the hub names a passage.</summary>
/// <param name="At">When it crossed, with what vehicles have shown of the camera's clock, Unix seconds.</param>
/// <param name="Channel">The counting line.</param>
/// <param name="Class">What crossed.</param>
/// <param name="Direction">Which way; null: unknown.</param>
/// <param name="RouteText">The route that was read; null: none.</param>
/// <param name="Attached">True: it was of a run.</param>
/// <param name="Reason">Why it was not, in snake_case; null when it was.</param>
/// <param name="Trip">The run; null without one.</param>
/// <param name="Probability">Of the likeliest run, 0 to 1; 0 without any.</param>
/// <param name="Candidates">Runs that it may have been of, the likeliest first.</param>
internal sealed record DecidedPassageView(
    double At,
    string Channel,
    string Class,
    string? Direction,
    string? RouteText,
    bool Attached,
    PassageState? Reason,
    TripRefView? Trip,
    double Probability,
    IReadOnlyList<PassageCandidateView> Candidates)
{
    /// <summary>Of a passage.</summary>
    public static DecidedPassageView Of(PassageSnapshot passage, Schedule schedule) => new(
        passage.At.UnixMilliseconds / 1000.0,
        passage.Channel,
        passage.Class,
        passage.Direction,
        passage.RouteText,
        passage.State == PassageState.Attached,
        passage.State == PassageState.Attached ? null : passage.State,
        passage.Trip is { } trip ? TripRefView.Of(trip, schedule) : null,
        Math.Round(passage.Probability, 3),
        [.. passage.Candidates.Select(c => new PassageCandidateView(TripRefView.Of(c.Trip, schedule), Math.Round(c.Probability, 3), c.ExpectedAt))]);
}

/// <summary>A run that a passage may have been of.</summary>
/// <param name="Trip">The run.</param>
/// <param name="Probability">That it was of this run, 0 to 1, after all passages at the line and all runs due there.</param>
/// <param name="ExpectedAt">When the run was expected at the line, Unix seconds.</param>
internal sealed record PassageCandidateView(TripRefView Trip, double Probability, long ExpectedAt);
