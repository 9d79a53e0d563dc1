using TransitHub.Core.Ids;

namespace TransitHub.Training.Stress;

/// <summary>Who sees a vehicle of a pattern at a stop.</summary>
/// <param name="Device">The camera.</param>
/// <param name="Direction">Which way it crosses the camera's line.</param>
internal readonly record struct CameraPass(DeviceId Device, string Direction);
