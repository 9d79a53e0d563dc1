namespace TransitHub.Core.Snapshots;

/// <summary>A run that a vehicle which names none may be on, as of the last search; immutable.</summary>
/// <param name="Trip">The run.</param>
/// <param name="RouteIndex">Index of its route.</param>
/// <param name="Probability">That the vehicle is on it, (0, 1): what its drive says, after all vehicles that want the run.</param>
/// <param name="AlongMeters">Where on the line it would be, meters.</param>
/// <param name="DelaySeconds">How late it would be, positive when late.</param>
/// <param name="DriveScore">How well places, order and heading of its last fixes fit the line: a logarithm, about 0 at best.</param>
/// <param name="TimesScore">How well departure and delay fit the run: a logarithm, 0 at best.</param>
public readonly record struct RunCandidate(
    TripInstance Trip, int RouteIndex, float Probability, double AlongMeters, int DelaySeconds, float DriveScore, float TimesScore);
