using TransitHub.Core.Ids;

namespace TransitHub.Core.Snapshots;

/// <summary>What passages of known vehicles tell of a camera.</summary>
/// <param name="Device">The camera.</param>
/// <param name="ClockOffsetSeconds">What is added to its times, seconds; null: too few vehicles were seen to tell.</param>
/// <param name="ClockSpreadSeconds">How far its times usually lie from those of the vehicles' own reports after that, seconds.</param>
/// <param name="ClockSamples">Vehicles from which that is known.</param>
/// <param name="ClockSteps">Times that its clock was found to have jumped.</param>
public sealed record CameraSnapshot(DeviceId Device, double? ClockOffsetSeconds, double ClockSpreadSeconds, int ClockSamples, int ClockSteps);
