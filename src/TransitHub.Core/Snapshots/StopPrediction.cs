namespace TransitHub.Core.Snapshots;

/// <summary>The times of a run at one stop: measured where it has passed, predicted ahead.</summary>
public readonly record struct StopPrediction
{
    /// <summary>0-based place in the pattern.</summary>
    public required int Position { get; init; }

    /// <summary>Published arrival, Unix seconds: a low quantile of the prediction, or the measured time.</summary>
    public required long Arrival { get; init; }

    /// <summary>Published departure, Unix seconds; not before <see cref="Arrival"/>.</summary>
    public required long Departure { get; init; }

    /// <summary>True: measured, a fact.</summary>
    public bool Passed { get; init; }

    /// <summary>True: the vehicle does not call there, as an operator or another agency says; the times are when it would.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>True: an operator, or another agency, lets nothing be said of when it calls there; the times are for the hub alone.</summary>
    public bool HasNoData { get; init; }

    /// <summary>The arrival's quantiles, in seconds from <see cref="Arrival"/>; all 0 for a passed stop.</summary>
    public ArrivalQuantiles Quantiles { get; init; }

    /// <summary>GTFS-Realtime <c>OccupancyStatus</c> by number when it leaves the stop; null: unknown.</summary>
    public byte? DepartureOccupancy { get; init; }

    /// <summary>Half the width of the 80 % interval, seconds: what the feeds publish as uncertainty; 0 for a measured time.</summary>
    public int UncertaintySeconds => this.Passed ? 0 : Math.Max(1, (this.Quantiles.P90 - this.Quantiles.P10) / 2);
}

/// <summary>Quantiles of a predicted arrival, each in seconds from the published one; non-decreasing.</summary>
/// <param name="P10">10 %.</param>
/// <param name="P25">25 %.</param>
/// <param name="P50">The median.</param>
/// <param name="P75">75 %.</param>
/// <param name="P90">90 %.</param>
public readonly record struct ArrivalQuantiles(int P10, int P25, int P50, int P75, int P90);
