using TransitHub.Gtfs.Building;

namespace TransitHub.Training.Tracing;

/// <summary>The way of a pattern as vehicles were seen to drive it, and how well it fits them.</summary>
/// <param name="Way">The way.</param>
/// <param name="IsSeen">Of each part from stop to stop, whether it was seen; the others are straight.</param>
/// <param name="Traces">Traces from a stop to the next, of all links together.</param>
/// <param name="MedianMeters">How far the fixes of these traces lie off the way, in the median; NaN: there is none between stops.</param>
/// <param name="MostMeters">How far 95 % of them lie off at most.</param>
/// <param name="FitShare">Share of the traces of which no fix lies more than 40 m off.</param>
public sealed record TracedWay(DrawnWay Way, IReadOnlyList<bool> IsSeen, int Traces, double MedianMeters, double MostMeters, double FitShare)
{
    /// <summary>Parts from stop to stop.</summary>
    public int Links => this.IsSeen.Count;

    /// <summary>Of these, parts that were seen.</summary>
    public int SeenLinks => this.IsSeen.Count(seen => seen);
}
