using TransitHub.Core.Ids;

namespace TransitHub.Core.Telemetry;

/// <summary>An observation that is followed, on its way from the state it entered to the readers.</summary>
/// <param name="Device">Who reported it.</param>
/// <param name="Trace">Its trace.</param>
public readonly record struct FollowedObservation(DeviceId Device, ObservationTrace Trace);
