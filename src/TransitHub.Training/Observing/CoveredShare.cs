using TransitHub.Gtfs;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Observing;

/// <summary>How well a run fits a line.</summary>
/// <param name="Fixes">Share of the run's moves that lie on the line, in its order.</param>
/// <param name="Line">Share of the line that the run covers.</param>
internal readonly record struct CoveredShare(double Fixes, double Line)
{
    /// <summary>Measures a run along a line.</summary>
    public static CoveredShare Of(Geometry line, IReadOnlyList<TimedFix> moves, float reachMeters, double noiseMeters)
    {
        List<PathPoint> path = MonotonePath.Of(line, moves, reachMeters, noiseMeters);
        return path.Count < 2
            ? default
            : new CoveredShare((double)path.Count / moves.Count, (path[^1].Along - path[0].Along) / Math.Max(1, line.LengthMeters));
    }

    /// <summary>The smaller of the two.</summary>
    public double Both => Math.Min(this.Fixes, this.Line);
}
