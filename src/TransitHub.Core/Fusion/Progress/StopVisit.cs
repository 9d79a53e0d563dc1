using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Fusion.Progress;

/// <summary>A vehicle's stay at a stop of its run, or its passing, as its positions tell it.</summary>
/// <param name="Trip">The run.</param>
/// <param name="Position">0-based place in the pattern.</param>
/// <param name="Vehicle">Who came.</param>
/// <param name="Arrived">Unix seconds; for a stop passed without standing, when it passed.</param>
/// <param name="Departed">Unix seconds, not before <paramref name="Arrived"/>; null: never seen to leave, as at the last stop.</param>
/// <param name="IsSharp">True: positions around it lie close enough together for its time to be taken as measured; else it was interpolated over a long gap.</param>
public readonly record struct StopVisit(TripInstance Trip, int Position, DeviceId Vehicle, double Arrived, double? Departed, bool IsSharp);
