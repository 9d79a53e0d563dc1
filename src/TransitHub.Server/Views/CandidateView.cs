using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Server.Views;

/// <summary>A run that a vehicle which names none may be on, and what speaks for it.</summary>
/// <param name="Trip">The run.</param>
/// <param name="Probability">That it is on this run, 0 to 1, after all vehicles that want it; a run is given from 0.9 on.</param>
/// <param name="AlongMeters">Where on the line it would be.</param>
/// <param name="DelaySeconds">How late it would be, positive when late.</param>
/// <param name="DriveScore">How well places, order and heading of its last fixes fit the line: a logarithm, 0 is as good as usual, below -7 is poor.</param>
/// <param name="TimesScore">How well departure and delay fit the run: a logarithm, 0 at best.</param>
internal sealed record CandidateView(
    TripRefView Trip, double Probability, double AlongMeters, int DelaySeconds, double DriveScore, double TimesScore)
{
    /// <summary>Of a candidate.</summary>
    public static CandidateView Of(RunCandidate candidate, Schedule schedule) => new(
        TripRefView.Of(candidate.Trip, schedule),
        Math.Round(candidate.Probability, 4),
        Math.Round(candidate.AlongMeters, 1),
        candidate.DelaySeconds,
        Math.Round(candidate.DriveScore, 2),
        Math.Round(candidate.TimesScore, 2));
}
