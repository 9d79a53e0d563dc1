using TransitHub.Core.Ids;
using TransitHub.Core.Time;

namespace TransitHub.Core.Observations;

/// <summary>
/// The owner of a shard lets time pass: what is made of a log is a function of the log alone, so the passing of time stands in it too.
/// States are made at ticks and nowhere else. No device can send one.
/// </summary>
public sealed record TimerTick : Observation
{
    /// <summary>In the place of a device.</summary>
    public static DeviceId Hub { get; } = DeviceId.Parse("hub");

    /// <inheritdoc/>
    public override ObservationKind Kind => ObservationKind.Timer;

    /// <summary>A tick.</summary>
    public static TimerTick At(Timestamp now) => new() { Device = Hub, ReceivedAt = now };
}
