using TransitHub.Core.Observations;

namespace TransitHub.Training.Stress;

/// <summary>One thing that makes reports worse. Chance comes from seed and report, so that one stress moves nothing in another.</summary>
internal abstract class ReportStress
{
    /// <summary>The changed report; null: it never arrives.</summary>
    public abstract AvlReport? Apply(AvlReport report);

    /// <summary>The stream of chance of one report.</summary>
    protected static SeededDraws DrawsOf(ulong seed, string subject, AvlReport report) => new(
        seed,
        SeededDraws.Of(subject),
        SeededDraws.Of(report.Device.ToString()) ^ unchecked((ulong)report.MeasuredAt.UnixMilliseconds * 0x9E3779B97F4A7C15UL));
}
