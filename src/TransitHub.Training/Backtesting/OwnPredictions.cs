using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Backtesting;

/// <summary>Finds in a state of the hub what it predicts for a true run.</summary>
internal sealed class OwnPredictions(Schedule schedule)
{
    private readonly Dictionary<string, TripSnapshot> byVehicle = new(StringComparer.Ordinal);
    private HubSnapshot? snapshot;

    /// <summary>Takes the state to look in.</summary>
    public void Read(HubSnapshot state)
    {
        this.snapshot = state;
        this.byVehicle.Clear();
        foreach (TripSnapshot trip in state.Trips)
        {
            if (trip.IsCurrent && schedule.Trips.Frequencies(trip.Trip.TripIndex).Length > 0)
            {
                this.byVehicle[trip.Vehicle.ToString()] = trip;
            }
        }
    }

    /// <summary>
    /// The run in the state; null: not there. A run by headway has no name that the hub and the truth share, so it is found by its
    /// vehicle, and counts where the hub has that on the same pattern.
    /// </summary>
    public TripSnapshot? Find(TrueRun run)
    {
        if (!run.ByHeadway)
        {
            return this.snapshot!.FindTrip(run.Trip);
        }

        return run.Vehicle is not null && this.byVehicle.TryGetValue(run.Vehicle, out TripSnapshot? trip)
            && schedule.Trips.PatternIndex(trip.Trip.TripIndex) == run.Pattern ? trip : null;
    }

    /// <summary>The prediction for a stop; null: none, or it counts as passed.</summary>
    public static StopPrediction? At(TripSnapshot? trip, int stop)
    {
        if (trip is null || trip.Stops.Length == 0)
        {
            return null;
        }

        int index = stop - trip.Stops[0].Position;
        return index >= 0 && index < trip.Stops.Length && !trip.Stops[index].Passed ? trip.Stops[index] : null;
    }
}
