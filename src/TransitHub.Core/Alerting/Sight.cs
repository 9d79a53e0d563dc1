using TransitHub.Core.Snapshots;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Alerting;

/// <summary>What is seen in a state well enough to conclude from.</summary>
internal static class Sight
{
    /// <summary>A report older than this says nothing of now, seconds: twice the slowest usual interval.</summary>
    private const double FreshSeconds = 120;

    /// <summary>How many vehicles were heard just now.</summary>
    public static int CountHeard(HubSnapshot state) => state.Vehicles.Count(v => state.CreatedAt.SecondsSince(v.ReceivedAt) <= FreshSeconds);

    /// <summary>Runs under way whose vehicles, or cameras, told of them just now.</summary>
    public static IEnumerable<TripSnapshot> RunsUnderWay(HubSnapshot state) =>
        state.Trips.Where(t => t.IsCurrent && !t.Stops.IsEmpty && t.Stops[0].Passed
            && state.CreatedAt.SecondsSince(t.MeasuredAt) <= FreshSeconds
            && (!t.HasVehicle || state.FindVehicle(t.Vehicle)?.Phase == VehiclePhase.InService));

    /// <summary>The run's name, as in the feeds.</summary>
    public static string NameOf(HubSnapshot state, TripInstance run) =>
        $"{state.Schedule.Trips.Id(run.TripIndex)}|{run.ServiceDate}|{ServiceTime.FromSeconds(run.StartSeconds)}";

    /// <summary>The route of a run, and its direction; -1: none.</summary>
    public static (int Route, int Direction) LineOf(HubSnapshot state, TripInstance run) =>
        (state.Schedule.Trips.RouteIndex(run.TripIndex), state.Schedule.Trips.DirectionId(run.TripIndex));
}
