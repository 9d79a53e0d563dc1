namespace TransitHub.Core.Conformance;

/// <summary>How a validator judges.</summary>
public sealed record RealtimeValidatorOptions
{
    /// <summary>Findings of each rule that are kept with their text in one moment, 0 to 1,000,000; all are counted.</summary>
    public int KeptPerRule { get; init; } = 20;

    /// <summary>True for the canonical Java validator's own findings, mistakes included: no rules of ours, no deviation.</summary>
    public bool ExactCanonical { get; init; }

    /// <summary>True to leave shapes.txt out of account, as the canonical validator can: no E029, and E028 by stops.</summary>
    public bool IgnoreShapes { get; init; }

    /// <summary>True where not every message is checked, so that nothing can be said of the time between two (W007).</summary>
    public bool SampledIterations { get; init; }
}
