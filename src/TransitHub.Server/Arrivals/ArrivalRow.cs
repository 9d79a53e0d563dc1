using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;

namespace TransitHub.Server.Arrivals;

/// <summary>One arrival at a stop.</summary>
/// <param name="Trip">The run.</param>
/// <param name="Position">The place in its pattern.</param>
/// <param name="Scheduled">Scheduled arrival and departure, Unix seconds; null for a run by headway.</param>
/// <param name="RealTime">Predicted times; null: the timetable only.</param>
/// <param name="Vehicle">The vehicle that runs it; null: not known.</param>
/// <param name="DelaySeconds">The vehicle's delay; null: not known.</param>
/// <param name="Doubt">What is believed of a run that no vehicle is known to serve; null: a vehicle has it.</param>
internal sealed record ArrivalRow(
    TripInstance Trip,
    int Position,
    (long Arrival, long Departure)? Scheduled,
    StopPrediction? RealTime,
    DeviceId? Vehicle,
    int? DelaySeconds,
    RunState? Doubt)
{
    /// <summary>The other agency's feed whose word this is; null: the hub's own, or the timetable's.</summary>
    public string? Source { get; init; }

    /// <summary>The run with its own stop times; then <see cref="Position"/> is a place among its stops, and <see cref="Trip"/> names none. Null: a run of the timetable.</summary>
    public ExtraRun? Extra { get; init; }

    /// <summary>Index of the platform where it calls in the place of the timetable's; null: the timetable's.</summary>
    public int? AssignedStop { get; init; }

    /// <summary>The operator's change by which it is other than in the timetable; null: none.</summary>
    public string? ChangeId { get; init; }

    /// <summary>When it arrives as far as is known, Unix seconds; rows are in this order.</summary>
    public long ArrivesAt => this.RealTime?.Arrival ?? this.Scheduled!.Value.Arrival;

    /// <summary>When it leaves as far as is known, Unix seconds.</summary>
    public long LeavesAt => this.RealTime?.Departure ?? this.Scheduled!.Value.Departure;
}
