using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Fusion.Service;

/// <summary>What the one writer knows of a run of the timetable around its time.</summary>
internal sealed class ExpectedRun(TripInstance trip, int line, int pattern, double start, double end)
{
    /// <summary>A run is remembered so long after its start at least, so that one seen late is learned from, seconds.</summary>
    private const double Memory = 2700;

    public TripInstance Trip { get; } = trip;

    public int Line { get; } = line;

    public int Pattern { get; } = pattern;

    /// <summary>Scheduled departure from the first stop, Unix seconds.</summary>
    public double Start { get; } = start;

    /// <summary>Scheduled arrival at the last stop, Unix seconds.</summary>
    public double End { get; } = end;

    /// <summary>When it is forgotten, Unix seconds.</summary>
    public double OverAt => Math.Max(this.End, this.Start + Memory);

    /// <summary>Seconds of hearing at its start; NaN: it has not come.</summary>
    public double HeardAtStart { get; set; } = double.NaN;

    /// <summary>True once a vehicle had it.</summary>
    public bool IsSeen { get; set; }

    /// <summary>True once a vehicle was on its way on it.</summary>
    public bool IsUnderWay { get; set; }

    /// <summary>True once a vehicle had it after its start: something was there to run it, so it is never called canceled.</summary>
    public bool WasServed { get; set; }

    /// <summary>True when it was counted as a run that nobody saw.</summary>
    public bool IsMissed { get; set; }

    /// <summary>What is believed.</summary>
    public RunState State { get; set; }
}
