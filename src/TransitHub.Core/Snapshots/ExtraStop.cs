namespace TransitHub.Core.Snapshots;

/// <summary>A stop of a run with its own stop times. All times are Unix seconds.</summary>
public readonly record struct ExtraStop
{
    /// <summary>Its number in the run, rising; of a copy that of the copied trip.</summary>
    public required int Sequence { get; init; }

    /// <summary>Index of the stop.</summary>
    public required int Stop { get; init; }

    /// <summary>When it is to arrive; null: no plan is known.</summary>
    public long? ScheduledArrival { get; init; }

    /// <summary>When it is to leave, not before <see cref="ScheduledArrival"/>; null: no plan is known.</summary>
    public long? ScheduledDeparture { get; init; }

    /// <summary>Measured or predicted arrival where <see cref="IsPredicted"/>, else the plan's.</summary>
    public required long Arrival { get; init; }

    /// <summary>Measured or predicted departure where <see cref="IsPredicted"/>, else the plan's; not before <see cref="Arrival"/>.</summary>
    public required long Departure { get; init; }

    /// <summary>True: <see cref="Arrival"/> and <see cref="Departure"/> are more than the plan.</summary>
    public bool IsPredicted { get; init; }

    /// <summary>True: measured, a fact.</summary>
    public bool Passed { get; init; }

    /// <summary>True: the run does not call there.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>Half the width of the 80 % interval, seconds; 0 for a measured time.</summary>
    public int UncertaintySeconds { get; init; }

    /// <summary>GTFS-Realtime <c>OccupancyStatus</c> by number when it leaves the stop; null: unknown.</summary>
    public byte? DepartureOccupancy { get; init; }
}
