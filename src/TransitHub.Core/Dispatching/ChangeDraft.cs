namespace TransitHub.Core.Dispatching;

/// <summary>A change as an operator writes it and as it is kept: GTFS's words, not checked yet. Which fields a kind has is in <see cref="ChangeReader"/>.</summary>
public sealed record ChangeDraft
{
    /// <summary>One of <see cref="ChangeKind"/>.</summary>
    public string? Kind { get; init; }

    /// <summary>When it ends by itself, Unix seconds.</summary>
    public long? ExpiresAt { get; init; }

    /// <summary>Why, for other operators.</summary>
    public string? Note { get; init; }

    /// <summary>GTFS <c>trip_id</c> of the run; of an added one an id that the timetable does not have.</summary>
    public string? TripId { get; init; }

    /// <summary>Its service day, YYYYMMDD.</summary>
    public string? StartDate { get; init; }

    /// <summary>HH:MM:SS: tells runs of frequencies.txt apart, and says when a copy starts.</summary>
    public string? StartTime { get; init; }

    /// <summary>GTFS <c>stop_sequence</c> of stops that are skipped.</summary>
    public IReadOnlyList<int>? SkippedStops { get; init; }

    /// <summary>GTFS <c>stop_sequence</c> of stops of which nothing is predicted.</summary>
    public IReadOnlyList<int>? StopsWithoutData { get; init; }

    /// <summary>GTFS <c>stop_sequence</c> from which on nothing is predicted.</summary>
    public int? WithoutDataFrom { get; init; }

    /// <summary>Other platforms.</summary>
    public IReadOnlyList<PlatformDraft>? AssignedStops { get; init; }

    /// <summary>The id of a copy; the timetable does not have it.</summary>
    public string? NewTripId { get; init; }

    /// <summary>GTFS <c>route_id</c> of an added run.</summary>
    public string? RouteId { get; init; }

    /// <summary>GTFS <c>direction_id</c> of an added run.</summary>
    public int? DirectionId { get; init; }

    /// <summary>GTFS <c>trip_headsign</c>.</summary>
    public string? Headsign { get; init; }

    /// <summary>GTFS <c>trip_short_name</c>.</summary>
    public string? ShortName { get; init; }

    /// <summary>All stops, in order.</summary>
    public IReadOnlyList<StopTimeDraft>? StopTimes { get; init; }

    /// <summary>The vehicle.</summary>
    public string? VehicleId { get; init; }

    /// <summary>GTFS <c>block_id</c> that the vehicle runs.</summary>
    public string? BlockId { get; init; }

    /// <summary>The device.</summary>
    public string? DeviceId { get; init; }
}

/// <summary>Another platform for a stop.</summary>
/// <param name="StopSequence">GTFS <c>stop_sequence</c>.</param>
/// <param name="StopId">GTFS <c>stop_id</c> of the platform.</param>
public sealed record PlatformDraft(int StopSequence, string? StopId);

/// <summary>A stop of a run with its own times.</summary>
/// <param name="StopId">GTFS <c>stop_id</c>.</param>
/// <param name="Arrival">HH:MM:SS of the service day, may pass 24:00:00; none: the departure.</param>
/// <param name="Departure">HH:MM:SS; none: the arrival.</param>
public sealed record StopTimeDraft(string? StopId, string? Arrival, string? Departure);
