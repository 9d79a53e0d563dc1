namespace TransitHub.Core.Conformance;

/// <summary>
/// Where we do not follow the canonical Java validator: it complains of what the specification allows, or misses what it forbids. Each complaint that
/// is left out is counted under the deviation's id, so that nothing is hidden; with <see cref="RealtimeValidatorOptions.ExactCanonical"/> none applies.
/// </summary>
/// <param name="Id">Its name: the rules and the case.</param>
/// <param name="Why">Why the canonical validator is not followed.</param>
public sealed record RealtimeDeviation(string Id, string Why)
{
    /// <summary>A trip that does not run has no vehicle.</summary>
    public static RealtimeDeviation CanceledHasNoVehicle { get; } = new("W002,W003,W005:canceled", "A trip that is CANCELED or DELETED is run by nobody: it can name no vehicle, and no position can name it.");

    /// <summary>A vehicle off duty.</summary>
    public static RealtimeDeviation VehicleWithoutTrip { get; } = new("W003:vehicle-without-trip", "A vehicle on no trip can be in no TripUpdate. A consumer that does not want it takes a cut without it.");

    /// <summary>A trip with predictions that no position names.</summary>
    public static RealtimeDeviation TripOnlyPredicted { get; } = new("W003:trip-only-predicted", "The rule's own text asks that vehicles of TripUpdates have positions and that trips of positions have TripUpdates. The Java code wants positions for all trips as well, also for the later trips of a vehicle's block, which it cannot be on yet, and for those of a vehicle that is off its line.");

    /// <summary>A vehicle that only cameras follow.</summary>
    public static RealtimeDeviation SeenByCameras { get; } = new("W003:seen-by-cameras", "A run that only cameras see is run by a vehicle that reports no position, and none is made up for it: its vehicle_id, which says so, can be in TripUpdates only.");

    /// <summary>Several runs of one trip by headway.</summary>
    public static RealtimeDeviation RunsOfOneTrip { get; } = new("W003,E047:runs-of-one-trip", "Runs of frequencies.txt share a trip_id. They are told apart by start_date and start_time, and not taken for one another.");

    /// <summary>The Java code's minutes.</summary>
    public static RealtimeDeviation VehicleStartTime { get; } = new("E019:vehicle-start-time", "For vehicles the Java code reckons the minutes of start_time wrongly (seconds modulo 360) and refuses correct ones.");

    /// <summary>H:MM:SS.</summary>
    public static RealtimeDeviation ShortStartTime { get; } = new("E023:hour-of-one-digit", "7:00:00 and 07:00:00 are the same start_time.");

    /// <summary>Trips of which nothing is predicted.</summary>
    public static RealtimeDeviation PlanHasNoVehicle { get; } = new("W002:nothing-predicted", "A trip can be told as NEW, REPLACEMENT or DUPLICATED, or its stops as SKIPPED or moved, before any vehicle is on it. The rule asks for the vehicle behind predictions; without any there is none.");

    /// <summary>Detours told otherwise.</summary>
    public static RealtimeDeviation DetourByRoute { get; } = new("E029:detour-elsewhere", "A DETOUR alert may name the route in informed_entity.route_id, and may be in the alerts feed of the same moment; TripModifications tell the detour, too.");

    /// <summary>W009 after its first finding.</summary>
    public static RealtimeDeviation EveryTripIsLookedAt { get; } = new("W009:first-only", "Once it has found one, the Java code looks at no more than the first stop time of each trip; we count each trip that misses the field.");

    /// <summary>Trips with a stop list of their own.</summary>
    public static RealtimeDeviation OwnStopList { get; } = new("E009,E023,E024,E035,E045,E046,E051:own-stop-list", "NEW, REPLACEMENT and modified trips have their own stops and times, which the GTFS need not have.");

    /// <summary>Trips that real time adds.</summary>
    public static RealtimeDeviation AddedByRealtime { get; } = new("E003,E011:added-by-real-time", "NEW and DUPLICATED trips and Stop entities bring ids that the GTFS does not have.");

    /// <summary>Trips without stops.</summary>
    public static RealtimeDeviation NeedsNoStops { get; } = new("E041:needs-no-stops", "A DELETED trip needs no stop times, nor does a DUPLICATED or modified one that runs as planned.");

    /// <summary>Scheduled times of a stop list.</summary>
    public static RealtimeDeviation ScheduledTimesOnly { get; } = new("E042,E044:scheduled-time", "Stops of NEW and REPLACEMENT trips carry scheduled_time, with NO_DATA as well.");

    /// <summary>Trips by headway that do not run as planned.</summary>
    public static RealtimeDeviation HeadwayTripWithPlan { get; } = new("E013:canceled-or-replaced", "A run by headway can be CANCELED, DELETED or replaced; that is not UNSCHEDULED.");

    /// <summary>Trips named by their modification.</summary>
    public static RealtimeDeviation ModifiedTripById { get; } = new("W006,W009:modified-trip", "modified_trip names the trip, and trip_id and all other fields must then be left out.");

    /// <summary>All deviations.</summary>
    public static IReadOnlyList<RealtimeDeviation> All { get; } =
    [
        CanceledHasNoVehicle, VehicleWithoutTrip, TripOnlyPredicted, SeenByCameras, RunsOfOneTrip, VehicleStartTime, ShortStartTime, DetourByRoute, EveryTripIsLookedAt,
        OwnStopList, AddedByRealtime, NeedsNoStops, ScheduledTimesOnly, HeadwayTripWithPlan, ModifiedTripById, PlanHasNoVehicle,
    ];
}
