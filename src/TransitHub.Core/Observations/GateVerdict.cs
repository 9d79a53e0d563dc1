namespace TransitHub.Core.Observations;

/// <summary>What the gate decided on one observation.</summary>
/// <param name="Reason">Why it was refused; <see cref="RejectionReason.None"/> when it was accepted.</param>
/// <param name="Accepted">The observation to log, with the correction of the device's clock filled in; null when refused.</param>
/// <param name="Detail">For a refused one, what was found and what would be right, for a person; else empty.</param>
public readonly record struct GateVerdict(RejectionReason Reason, Observation? Accepted, string Detail)
{
    /// <summary>Accepts.</summary>
    public static GateVerdict Accept(Observation observation) => new(RejectionReason.None, observation, string.Empty);

    /// <summary>Refuses.</summary>
    public static GateVerdict Refuse(RejectionReason reason, string detail) => new(reason, null, detail);
}
