using TransitHub.Core.Fusion.Loads;

namespace TransitHub.Simulation.Lines;

/// <summary>What the timetable does not say about a line.</summary>
public sealed record LineTraits
{
    /// <summary>How its vehicles move.</summary>
    public required LineMode Mode { get; init; }

    /// <summary>Riders that a vehicle takes, seated and standing, 1 to 5,000.</summary>
    public required int Capacity { get; init; }

    /// <summary>Of these seated, 0 to <see cref="Capacity"/>.</summary>
    public required int Seats { get; init; }

    /// <summary>Both together.</summary>
    public VehicleRoom Room => new(this.Seats, this.Capacity);

    /// <summary>How often its devices report, seconds, 1 to 3,600.</summary>
    public required double ReportIntervalSeconds { get; init; }

    /// <summary>What its devices say about their run.</summary>
    public required SignOnHabit SignOn { get; init; }

    /// <summary>Share of its vehicles whose devices report how full they are, 0 to 1.</summary>
    public double OccupancyShare { get; init; }

    /// <summary>Share of its vehicles with a device whose doors count riders, 0 to 1.</summary>
    public double CounterShare { get; init; }

    /// <summary>
    /// Whether the river's current carries its boats: full along the river, not at all across it. Null: told from the
    /// direction in which the line runs.
    /// </summary>
    public bool? IsTidal { get; init; }
}
