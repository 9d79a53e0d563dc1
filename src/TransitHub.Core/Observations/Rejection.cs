using TransitHub.Core.Time;

namespace TransitHub.Core.Observations;

/// <summary>One record that was refused or left without a trip, and why.</summary>
/// <param name="At">The hub's clock.</param>
/// <param name="Reason">The named reason.</param>
/// <param name="Device">The device's id, or as much of the topic as could be read.</param>
/// <param name="Detail">What was found and what would be right, for a person; may be empty.</param>
public sealed record Rejection(Timestamp At, RejectionReason Reason, string Device, string Detail);
