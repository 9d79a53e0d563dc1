using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Arrivals;

/// <summary>What is known of those who wait at a stop, or at any platform of a station, and whether they fit on what will call there.</summary>
internal sealed class RideChances
{
    /// <summary>Departures by headway are told apart by no more than this, seconds.</summary>
    private const double SameDepartureSeconds = 240;

    private readonly Schedule schedule;

    /// <summary>Looks the stop up.</summary>
    public RideChances(HubSnapshot state, int stop)
    {
        this.schedule = state.Schedule;
        this.Crowding = state.Crowding.IsEmpty ? [] : [.. StopFamily.Of(state.Schedule, stop).Select(state.FindCrowding).OfType<StopCrowding>()];
    }

    /// <summary>Of the stop, or of each platform of which something is known.</summary>
    public IReadOnlyList<StopCrowding> Crowding { get; }

    /// <summary>Of a run; null: not known.</summary>
    public ToldFit? Find(TripInstance trip)
    {
        foreach (RideChance ride in this.Crowding.SelectMany(c => c.Rides))
        {
            if (ride.Trip == trip)
            {
                return ToldFit.Of(ride.FitProbability);
            }
        }

        return null;
    }

    /// <summary>Of a departure by headway that has not begun; null: not known.</summary>
    /// <param name="routeIndex">Its route.</param>
    /// <param name="headsign">What it will show.</param>
    /// <param name="departure">When it is expected here, Unix seconds.</param>
    public ToldFit? Find(int routeIndex, string headsign, double departure)
    {
        (double Off, ToldFit Fit)? nearest = null;
        foreach (RideChance ride in this.Crowding.SelectMany(c => c.Rides))
        {
            double off = Math.Abs(ride.Departure.UnixSeconds - departure);
            if (ride.Trip is null && off <= SameDepartureSeconds && (nearest is null || off < nearest.Value.Off)
                && this.schedule.Patterns.RouteIndex(ride.Pattern) == routeIndex && HeadsignOf(this.schedule, ride.Pattern) == headsign)
            {
                nearest = (off, ToldFit.Of(ride.FitProbability));
            }
        }

        return nearest?.Fit;
    }

    /// <summary>What the vehicles of a pattern show.</summary>
    public static string HeadsignOf(Schedule schedule, int pattern) =>
        schedule.Patterns.Trips(pattern) is { Length: > 0 } trips ? schedule.Trips.Headsign(trips[0]) : string.Empty;
}
