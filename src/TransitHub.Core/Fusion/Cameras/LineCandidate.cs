using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Fusion.Cameras;

/// <summary>A run that may pass a line about now.</summary>
/// <param name="Trip">The run.</param>
/// <param name="Pass">Where its pattern passes the line.</param>
/// <param name="Route">Index of its route.</param>
/// <param name="Expectation">When.</param>
internal sealed record LineCandidate(TripInstance Trip, LinePass Pass, int Route, Expectation Expectation);
