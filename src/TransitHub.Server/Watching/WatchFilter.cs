using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Server.Arrivals;

namespace TransitHub.Server.Watching;

/// <summary>
/// A filter with its ids looked up once in a schedule. Ids that nothing has match nothing: the reader sees an
/// empty result and no error, since a route may come with the next static version. It is asked some hundred thousand times a
/// second and makes no objects in that, which the collector would stop everybody for.
/// </summary>
internal sealed class WatchFilter
{
    private readonly HashSet<int>? routes;
    private readonly HashSet<int>? stops;
    private readonly HashSet<DeviceId>? vehicles;
    private readonly GeoBox? box;
    private readonly bool wantsVehicles;
    private readonly bool wantsTrips;
    private readonly bool wantsUnseen;
    private readonly bool wantsCrowding;

    /// <summary>Looks the ids up.</summary>
    public WatchFilter(FilterText text, Schedule schedule)
    {
        this.routes = text.RouteIds.Count == 0
            ? null
            : [.. text.RouteIds.Select(id => schedule.Routes.TryFind(id, out int route) ? route : -1).Where(route => route >= 0)];
        this.stops = text.StopIds.Count == 0
            ? null
            : [.. text.StopIds.SelectMany(id => schedule.Stops.TryFind(id, out int stop) ? StopFamily.Of(schedule, stop) : [])];
        this.vehicles = text.VehicleIds.Count == 0
            ? null
            : [.. text.VehicleIds.Select(id => DeviceId.TryParse(id, out DeviceId device) ? device : default)];
        this.box = text.Box;
        this.wantsVehicles = text.Vehicles;
        this.wantsTrips = text.Trips;
        this.wantsUnseen = text.Unseen;
        this.wantsCrowding = text.Crowding;
    }

    /// <summary>True when everything matches.</summary>
    public bool IsEmpty =>
        this.routes is null && this.stops is null && this.vehicles is null && this.box is null
        && this.wantsVehicles && this.wantsTrips && this.wantsUnseen && this.wantsCrowding;

    /// <summary>
    /// True when an entity can begin or cease to match without changing itself: a trip whose vehicle leaves the box, a
    /// vehicle whose trip passes the stop.
    /// </summary>
    public bool CrossesEntities => this.FindsTripsByVehicles || this.FindsVehiclesByTrips;

    /// <summary>True when a trip matches by where its vehicle is.</summary>
    public bool FindsTripsByVehicles => this.box is not null && this.wantsTrips;

    /// <summary>True when a vehicle matches by what its trips are.</summary>
    public bool FindsVehiclesByTrips => this.stops is not null && this.wantsVehicles;

    /// <summary>True when a vehicle is wanted.</summary>
    public bool Matches(VehicleSnapshot vehicle, SnapshotIndex index) =>
        this.wantsVehicles
        && (this.vehicles is null || this.vehicles.Contains(vehicle.Id))
        && (this.routes is null || this.routes.Contains(vehicle.RouteIndex))
        && (this.box is not { } area || area.Contains(vehicle.Latitude, vehicle.Longitude))
        && (this.stops is null || this.StillCalls(index.TripsOf(vehicle.Id), index.State.Schedule));

    /// <summary>True when a run is wanted.</summary>
    public bool Matches(TripSnapshot trip, SnapshotIndex index) =>
        this.wantsTrips
        && (this.vehicles is null || this.vehicles.Contains(trip.Vehicle))
        && (this.routes is null || this.routes.Contains(index.State.Schedule.Trips.RouteIndex(trip.Trip.TripIndex)))
        && (this.box is not { } area || (index.State.FindVehicle(trip.Vehicle) is { } at && area.Contains(at.Latitude, at.Longitude)))
        && (this.stops is null || this.StillCalls(trip, index.State.Schedule));

    /// <summary>True when a run with its own stop times is wanted; it is where its vehicle is.</summary>
    public bool Matches(ExtraRun run, HubSnapshot state) =>
        this.wantsTrips
        && (this.vehicles is null || this.vehicles.Contains(run.Vehicle))
        && (this.routes is null || this.routes.Contains(run.RouteIndex))
        && (this.box is not { } area || (state.FindVehicle(run.Vehicle) is { } at && area.Contains(at.Latitude, at.Longitude)))
        && (this.stops is null || this.StillCalls(run));

    /// <summary>True when a run in doubt is wanted; nobody knows where it is, or whose it is.</summary>
    public bool Matches(UnseenRun run, Schedule schedule) =>
        this.wantsUnseen
        && this.vehicles is null
        && this.box is null
        && (this.routes is null || this.routes.Contains(schedule.Trips.RouteIndex(run.Trip.TripIndex)))
        && (this.stops is null || this.Calls(run.Trip, schedule));

    /// <summary>True when the crowding at a stop is wanted; a route stands for the stops where it calls.</summary>
    public bool Matches(StopCrowding crowding, Schedule schedule) =>
        this.wantsCrowding
        && this.vehicles is null
        && (this.stops is null || this.stops.Contains(crowding.Stop))
        && (this.box is not { } area || area.Contains(schedule.Stops.Latitude(crowding.Stop), schedule.Stops.Longitude(crowding.Stop)))
        && (this.routes is null || this.IsOnRoutes(crowding.Stop, schedule));

    private bool Calls(TripInstance trip, Schedule schedule)
    {
        foreach (int stop in schedule.Patterns.Stops(schedule.Trips.PatternIndex(trip.TripIndex)))
        {
            if (this.stops!.Contains(stop))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsOnRoutes(int stop, Schedule schedule)
    {
        foreach ((int pattern, _) in StopPatterns.Of(schedule).At(stop))
        {
            if (this.routes!.Contains(schedule.Patterns.RouteIndex(pattern)))
            {
                return true;
            }
        }

        return false;
    }

    private bool StillCalls(ExtraRun run)
    {
        foreach (ExtraStop stop in run.Stops)
        {
            if (!stop.Passed && !stop.IsSkipped && this.stops!.Contains(stop.Stop))
            {
                return true;
            }
        }

        return false;
    }

    private bool StillCalls(ArraySegment<TripSnapshot> trips, Schedule schedule)
    {
        foreach (TripSnapshot trip in trips)
        {
            if (this.StillCalls(trip, schedule))
            {
                return true;
            }
        }

        return false;
    }

    private bool StillCalls(TripSnapshot trip, Schedule schedule)
    {
        ReadOnlySpan<int> pattern = schedule.Patterns.Stops(schedule.Trips.PatternIndex(trip.Trip.TripIndex));
        foreach (StopPrediction stop in trip.Stops)
        {
            if (!stop.Passed && this.stops!.Contains(pattern[stop.Position]))
            {
                return true;
            }
        }

        return false;
    }
}
