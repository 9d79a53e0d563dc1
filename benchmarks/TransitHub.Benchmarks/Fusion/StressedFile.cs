using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Training.Stress;

namespace TransitHub.Benchmarks.Fusion;

/// <summary>A recording made worse, in the order of receipt.</summary>
internal static class StressedFile
{
    public static IEnumerable<StressedReport> Read(IEnumerable<AvlReport> recording, StressedReports stress)
    {
        foreach (AvlReport report in recording)
        {
            stress.Add(report);
            while (stress.TryRelease(report.ReceivedAt, out StressedReport released))
            {
                yield return released;
            }
        }

        while (stress.TryRelease(new Timestamp(long.MaxValue), out StressedReport released))
        {
            yield return released;
        }
    }
}
