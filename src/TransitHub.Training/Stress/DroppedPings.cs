using TransitHub.Core.Observations;

namespace TransitHub.Training.Stress;

/// <summary>A share of the reports never arrives.</summary>
internal sealed class DroppedPings(double share, ulong seed) : ReportStress
{
    /// <inheritdoc/>
    public override AvlReport? Apply(AvlReport report) => DrawsOf(seed, "drop", report).Next() < share ? null : report;
}
