using System.Collections.Immutable;
using TransitHub.Core.Ids;
using TransitHub.Core.Time;

namespace TransitHub.Core.Snapshots;

/// <summary>
/// A run with stop times of its own, which the timetable does not have: new, a copy of a trip at another time, or in the place of a run. Who says so, an
/// operator or another agency, makes no difference to readers. Immutable, and the same object in the next <see cref="HubSnapshot"/> when nothing about it changed.
/// </summary>
public sealed class ExtraRun
{
    /// <summary>The run.</summary>
    public required ExtraRunKey Key { get; init; }

    /// <summary>How it relates to the timetable.</summary>
    public required ExtraRunKind Kind { get; init; }

    /// <summary>Index of the trip that it replaces or copies; -1 for a new run.</summary>
    public int OriginalTrip { get; init; } = -1;

    /// <summary>Index of its route.</summary>
    public required int RouteIndex { get; init; }

    /// <summary>GTFS <c>direction_id</c>; null: not told.</summary>
    public int? DirectionId { get; init; }

    /// <summary>GTFS <c>trip_headsign</c> where it is another than the original's; null: not told.</summary>
    public string? Headsign { get; init; }

    /// <summary>GTFS <c>trip_short_name</c> where it is another than the original's; null: not told.</summary>
    public string? ShortName { get; init; }

    /// <summary>The vehicle that runs it; the empty id: none is known.</summary>
    public DeviceId Vehicle { get; init; }

    /// <summary>True: a vehicle is known to run it.</summary>
    public bool HasVehicle => this.Vehicle != default;

    /// <summary>When the position behind the predictions was measured; where there are none, when the run was made known.</summary>
    public required Timestamp MeasuredAt { get; init; }

    /// <summary>Seconds late (positive) or early at the vehicle's place; null: not known.</summary>
    public int? DelaySeconds { get; init; }

    /// <summary>All stops of the run, two at least, in order; what is passed stays, since the list is all that readers know of the run.</summary>
    public required ImmutableArray<ExtraStop> Stops { get; init; }

    /// <summary>The operator's change that made it; null: another agency's word.</summary>
    public string? ChangeId { get; init; }

    /// <summary>Set where it is another agency's word; null: an operator's.</summary>
    public UpstreamRun? Upstream { get; init; }

    /// <summary>True: a time of some stop is measured or predicted.</summary>
    public bool HasPredictions => this.Stops.Any(static s => s.IsPredicted);

    /// <summary>The run of the timetable that does not take place because of it; null: none.</summary>
    public TripInstance? Replaced =>
        this.Kind == ExtraRunKind.Replacement ? new TripInstance(this.OriginalTrip, this.Key.ServiceDate, this.Key.StartSeconds) : null;
}
