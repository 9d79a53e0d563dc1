using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Alerting;

/// <summary>What is seen in a state well enough to conclude from.</summary>
internal static class Sight
{
    /// <summary>A report older than this says nothing of now, seconds: twice the slowest usual interval.</summary>
    private const double FreshSeconds = 120;

    /// <summary>Nobody drives so far ahead of the timetable: such a vehicle is signed on to a later run than the one it drives, seconds.</summary>
    private const int WrongRunSeconds = 1200;

    /// <summary>How many vehicles were heard just now.</summary>
    public static int CountHeard(HubSnapshot state) => state.Vehicles.Count(v => state.CreatedAt.SecondsSince(v.ReceivedAt) <= FreshSeconds);

    /// <summary>Runs under way whose vehicles, or cameras, told of them just now, as far as it can be those.</summary>
    public static IEnumerable<TripSnapshot> RunsUnderWay(HubSnapshot state) =>
        state.Trips.Where(t => t.IsCurrent && !t.Stops.IsEmpty && t.Stops[0].Passed
            && state.CreatedAt.SecondsSince(t.MeasuredAt) <= FreshSeconds
            && t.DelaySeconds is not < -WrongRunSeconds
            && (!t.HasVehicle || state.FindVehicle(t.Vehicle)?.Phase == VehiclePhase.InService));

    /// <summary>The run's name, as in the feeds.</summary>
    public static string NameOf(HubSnapshot state, TripInstance run) =>
        $"{state.Schedule.Trips.Id(run.TripIndex)}|{run.ServiceDate}|{ServiceTime.FromSeconds(run.StartSeconds)}";

    /// <summary>Whether riders know both runs as one line and way: some feeds give each variant of a line a route of its own.</summary>
    public static bool ShareLine(HubSnapshot state, TripInstance one, TripInstance other)
    {
        RouteTable routes = state.Schedule.Routes;
        ((int route, int direction), (int otherRoute, int otherDirection)) = (LineOf(state, one), LineOf(state, other));
        return direction == otherDirection
            && (route == otherRoute
                || (route >= 0 && otherRoute >= 0 && routes.ShortName(route).Length > 0
                    && routes.ShortName(route) == routes.ShortName(otherRoute) && routes.AgencyIndex(route) == routes.AgencyIndex(otherRoute)));
    }

    /// <summary>The route of a run, and its direction; -1: none.</summary>
    public static (int Route, int Direction) LineOf(HubSnapshot state, TripInstance run) =>
        (state.Schedule.Trips.RouteIndex(run.TripIndex), state.Schedule.Trips.DirectionId(run.TripIndex));
}
