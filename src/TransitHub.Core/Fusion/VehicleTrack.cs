using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;

namespace TransitHub.Core.Fusion;

/// <summary>What the one writer knows of a vehicle; changed in place by the steps of <see cref="FusionPipeline"/>.</summary>
internal sealed class VehicleTrack(DeviceId id)
{
    public DeviceId Id { get; } = id;

    /// <summary>The newest report; its position is what is published.</summary>
    public AvlReport? Last { get; set; }

    public VehiclePhase Phase { get; set; } = VehiclePhase.Unmatched;

    public RejectionReason UnmatchedReason { get; set; }

    /// <summary>True while it waits for the next snapshot.</summary>
    public bool IsChanged { get; set; }

    /// <summary>Seconds since it was last heard of, by the hub's clock.</summary>
    public double SilenceSeconds(Timestamp now) => now.SecondsSince(this.Last!.ReceivedAt);
}
