using System.Collections.Immutable;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Core.Dispatching;

/// <summary>A run of the timetable with an operator's order put over it.</summary>
internal static class PlannedRun
{
    /// <summary>A run that nobody has seen: its times are the timetable's, and of a run by headway those of its start.</summary>
    public static TripSnapshot Of(Schedule schedule, TripInstance run, RunOrder order)
    {
        int stops = schedule.Trips.Arrivals(run.TripIndex).Length;
        int shift = schedule.Trips.Frequencies(run.TripIndex).IsEmpty ? 0 : run.StartSeconds - schedule.Trips.StartSeconds(run.TripIndex);
        long zero = schedule.ServiceDayStart(run.ServiceDate) + shift;
        ImmutableArray<StopPrediction>.Builder times = ImmutableArray.CreateBuilder<StopPrediction>(stops);
        for (int position = 0; position < stops; position++)
        {
            times.Add(Ordered(
                new StopPrediction
                {
                    Position = position,
                    Arrival = zero + schedule.Trips.Arrivals(run.TripIndex)[position],
                    Departure = zero + schedule.Trips.Departures(run.TripIndex)[position],
                },
                order));
        }

        return new TripSnapshot
        {
            Trip = run,
            Vehicle = default,
            IsCurrent = false,
            IsPlanned = true,
            MeasuredAt = order.Since,
            ChangeId = order.ChangeId,
            AssignedStops = order.Assigned,
            Stops = times.DrainToImmutable(),
        };
    }

    /// <summary>
    /// The run as it is known with the order. What is behind it stays as it was. Another agency's word of the run is told in our own form then: its bytes do not
    /// have what the operator says.
    /// </summary>
    public static TripSnapshot Change(TripSnapshot run, RunOrder order) => new()
    {
        Trip = run.Trip,
        Vehicle = run.Vehicle,
        IsCurrent = run.IsCurrent,
        IsPlanned = run.IsPlanned,
        MeasuredAt = run.MeasuredAt,
        DelaySeconds = run.DelaySeconds,
        ChangeId = order.ChangeId,
        AssignedStops = order.Assigned,
        Stops = [.. run.Stops.Select(stop => Ordered(stop, order))],
    };

    private static StopPrediction Ordered(StopPrediction stop, RunOrder order) => stop.Passed ? stop : stop with
    {
        IsSkipped = stop.IsSkipped || order.Skipped.BinarySearch(stop.Position) >= 0,
        HasNoData = stop.HasNoData || order.WithoutData.BinarySearch(stop.Position) >= 0,
    };
}
