using TransitHub.Core.Snapshots;

namespace TransitHub.Server.Views;

/// <summary>What passages of vehicles that report show of a camera's clock.</summary>
/// <param name="OffsetSeconds">What is added to its times, on top of what the hub adds to every device's; null: too few vehicles were seen to tell.</param>
/// <param name="SpreadSeconds">How far its times usually lie from those of the vehicles' own reports after that.</param>
/// <param name="Vehicles">Vehicles from which that is known.</param>
/// <param name="Steps">Times that it was found to have jumped.</param>
internal sealed record LearnedClockView(double? OffsetSeconds, double SpreadSeconds, int Vehicles, int Steps)
{
    /// <summary>Of a camera.</summary>
    public static LearnedClockView Of(CameraSnapshot camera) => new(
        camera.ClockOffsetSeconds is { } offset ? Math.Round(offset, 2) : null, Math.Round(camera.ClockSpreadSeconds, 2), camera.ClockSamples, camera.ClockSteps);
}
