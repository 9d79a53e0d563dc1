using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Server.Views;

/// <summary>A run's times at one stop, Unix seconds.</summary>
internal sealed record StopTimeView
{
    public string? StopId { get; init; }

    public string? StopName { get; init; }

    public required int StopSequence { get; init; }

    /// <summary>Null for a run by headway.</summary>
    public long? ScheduledArrival { get; init; }

    public long? ScheduledDeparture { get; init; }

    /// <summary>Measured or predicted; null: no real time.</summary>
    public long? Arrival { get; init; }

    public long? Departure { get; init; }

    /// <summary>True: measured. False: predicted.</summary>
    public bool? Passed { get; init; }

    /// <summary>Half the width of the 80 % interval of the arrival, seconds; 0 when measured.</summary>
    public int? UncertaintySeconds { get; init; }

    /// <summary>The arrival's 10, 25, 50, 75 and 90 % quantiles, Unix seconds; null when measured.</summary>
    public IReadOnlyList<long>? ArrivalQuantiles { get; init; }

    /// <summary>GTFS-Realtime OccupancyStatus by number when it leaves the stop; null: unknown.</summary>
    public int? DepartureOccupancyStatus { get; init; }

    /// <summary>True: the run does not call there; absent: it does.</summary>
    public bool? IsSkipped { get; init; }

    /// <summary>True: nothing is predicted there; absent: it is, or the timetable is all there is.</summary>
    public bool? HasNoData { get; init; }

    /// <summary>The platform where it calls in the place of <see cref="StopId"/>; absent: the timetable's.</summary>
    public string? AssignedStopId { get; init; }

    /// <summary>Of a stop of a run of the timetable, with what operators changed of it.</summary>
    public static StopTimeView Of(Schedule schedule, TripSnapshot run, StopPrediction stop) =>
        Of(schedule, run.Trip, stop.Position, stop.HasNoData || run.IsPlanned ? null : stop) with
        {
            IsSkipped = stop.IsSkipped ? true : null,
            HasNoData = stop.HasNoData ? true : null,
            AssignedStopId = run.FindAssigned(stop.Position) is int assigned ? schedule.Stops.Id(assigned) : null,
        };

    /// <summary>Of a stop of a run with its own stop times.</summary>
    public static StopTimeView Of(Schedule schedule, ExtraStop stop) => new()
    {
        StopId = schedule.Stops.Id(stop.Stop),
        StopName = schedule.Stops.Name(stop.Stop),
        StopSequence = stop.Sequence,
        ScheduledArrival = stop.ScheduledArrival,
        ScheduledDeparture = stop.ScheduledDeparture,
        Arrival = stop.IsPredicted ? stop.Arrival : null,
        Departure = stop.IsPredicted ? stop.Departure : null,
        Passed = stop.IsPredicted ? stop.Passed : null,
        UncertaintySeconds = stop.IsPredicted ? stop.UncertaintySeconds : null,
        DepartureOccupancyStatus = stop.DepartureOccupancy,
        IsSkipped = stop.IsSkipped ? true : null,
    };

    /// <summary>Of a place in a run's pattern.</summary>
    /// <param name="schedule">The static feed.</param>
    /// <param name="trip">The run.</param>
    /// <param name="position">The place.</param>
    /// <param name="realTime">Its times; null: none.</param>
    public static StopTimeView Of(Schedule schedule, TripInstance trip, int position, StopPrediction? realTime)
    {
        int stop = TripText.StopAt(schedule, trip.TripIndex, position);
        (long Arrival, long Departure)? scheduled = TripText.ScheduledAt(schedule, trip, position);
        return new StopTimeView
        {
            StopId = stop < 0 ? null : schedule.Stops.Id(stop),
            StopName = stop < 0 ? null : schedule.Stops.Name(stop),
            StopSequence = schedule.Trips.StopSequences(trip.TripIndex)[position],
            ScheduledArrival = scheduled?.Arrival,
            ScheduledDeparture = scheduled?.Departure,
            Arrival = realTime?.Arrival,
            Departure = realTime?.Departure,
            Passed = realTime?.Passed,
            UncertaintySeconds = realTime?.UncertaintySeconds,
            DepartureOccupancyStatus = realTime?.DepartureOccupancy,
            ArrivalQuantiles = realTime is { Passed: false } times ? QuantilesOf(times) : null,
        };
    }

    private static long[] QuantilesOf(StopPrediction stop) =>
    [
        stop.Arrival + stop.Quantiles.P10, stop.Arrival + stop.Quantiles.P25, stop.Arrival + stop.Quantiles.P50,
        stop.Arrival + stop.Quantiles.P75, stop.Arrival + stop.Quantiles.P90,
    ];
}
