using System.Collections.Immutable;
using TransitHub.Core.Ids;
using TransitHub.Core.Time;

namespace TransitHub.Core.Snapshots;

/// <summary>
/// A run with its measured and predicted stop times; immutable, and the same object in the next
/// <see cref="HubSnapshot"/> when nothing about it changed.
/// </summary>
public sealed class TripSnapshot
{
    private readonly ImmutableArray<AssignedStop> assignedStops;

    /// <summary>The run.</summary>
    public required TripInstance Trip { get; init; }

    /// <summary>The vehicle that runs it, or that will after its present trip; the empty id for a run that only cameras see, whose vehicle nobody knows.</summary>
    public required DeviceId Vehicle { get; init; }

    /// <summary>True: a vehicle is known to run it; false: only cameras see it.</summary>
    public bool HasVehicle => this.Vehicle != default;

    /// <summary>True: the vehicle is on this run now; false: a later run of its block.</summary>
    public required bool IsCurrent { get; init; }

    /// <summary>When the position or passage behind the predictions was measured.</summary>
    public required Timestamp MeasuredAt { get; init; }

    /// <summary>Seconds late (positive) or early at the vehicle's place; null for runs by headway.</summary>
    public int? DelaySeconds { get; init; }

    /// <summary>Set where all of it is another agency's word; null: it is the hub's own prediction.</summary>
    public UpstreamRun? Upstream { get; init; }

    /// <summary>
    /// True: nobody has measured anything of it. It stands here since some of its stops are told otherwise than the timetable has them; the times are the
    /// timetable's, and feeds tell of those stops alone.
    /// </summary>
    public bool IsPlanned { get; init; }

    /// <summary>The operator's change by which stops are skipped, moved or without data, the first where there are several; null: none.</summary>
    public string? ChangeId { get; init; }

    /// <summary>Stops that it calls at in the place of the timetable's, by place; empty: none.</summary>
    public ImmutableArray<AssignedStop> AssignedStops
    {
        // States of a former hub have none.
        get => this.assignedStops.IsDefault ? [] : this.assignedStops;
        init => this.assignedStops = value;
    }

    /// <summary>
    /// Stops by place in the pattern, gapless up to the last stop of the trip; starts with the stop passed last, if any is
    /// known. Predicted times increase strictly from stop to stop.
    /// </summary>
    public required ImmutableArray<StopPrediction> Stops { get; init; }

    /// <summary>Index of the stop where it calls in the place of the timetable's; null: the timetable's.</summary>
    public int? FindAssigned(int position)
    {
        foreach (AssignedStop assigned in this.AssignedStops)
        {
            if (assigned.Position == position)
            {
                return assigned.Stop;
            }
        }

        return null;
    }
}
