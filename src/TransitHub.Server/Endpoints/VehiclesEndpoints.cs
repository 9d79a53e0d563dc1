using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Server.Endpoints.Reference;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Views;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/v1/vehicles</c>: vehicles with their trips, or why they have none.</summary>
internal static class VehiclesEndpoints
{
    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/v1/vehicles", Http.Read, List)
            .WithQuery("route", "vehicle", "stop", "bbox")
            .WithSummary("Vehicles; filters route, vehicle, stop, bbox; pages by limit and after.")
            .Produces<VehicleList>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapMethods("/v1/vehicles/{id}", Http.Read, Get)
            .WithSummary("One vehicle, with the stops ahead on its runs and why it is, or is not, on one.")
            .WithDescription("match.candidates lists the runs that a vehicle which names none may be on, as of the last search, the likeliest first. drive_score and times_score are logarithms of how well its drive fits the line and its departure and delay fit the run; probability weighs them against all other vehicles that want the same runs. match.overruled is true where a vehicle names a trip that its drive and times contradict.")
            .Produces<VehicleView>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult List(HttpRequest request, string? feed, int? limit, string? after, FeedDirectory feeds, HubOptions options)
    {
        if (FilterQuery.TryRead(request, options.Watch.MaxFilterIds, out FilterText text) is { } problem)
        {
            return FeedProblems.BadRequest(problem);
        }

        return FeedProblems.ForFeed(feeds, feed, found =>
        {
            SnapshotIndex index = found.Newest;
            var filter = new WatchFilter(text with { Vehicles = true }, index.State.Schedule);
            (IReadOnlyList<VehicleSnapshot> page, string? next) = VehiclePage.Take(index, filter, after, PageSize.Of(limit, options.Query));
            return Results.Ok(new VehicleList(
                found.Id.ToString(),
                index.State.CreatedAt.UnixMilliseconds / 1000.0,
                new WatchCursor(found.Epoch, index.State.Sequence).ToString(),
                [.. page.Select(v => VehicleView.Of(v, index.State.Schedule))],
                next));
        });
    }

    private static IResult Get(string id, string? feed, FeedDirectory feeds) => FeedProblems.ForFeed(feeds, feed, found =>
    {
        SnapshotIndex index = found.Newest;
        HubSnapshot state = index.State;
        return DeviceId.TryParse(id, out DeviceId device) && state.FindVehicle(device) is { } vehicle
            ? Results.Ok(VehicleView.Of(vehicle, state.Schedule) with
            {
                Match = MatchView.Detailed(vehicle, state.Schedule),
                Runs = [.. index.TripsOf(device).OrderByDescending(t => t.IsCurrent).Select(t => TripView.Of(t, state.Schedule))],
            })
            : FeedProblems.NotFound(
                "No such vehicle",
                $"The feed '{found.Id}' knows no vehicle '{id}' now. /v1/devices tells when a device was last seen, /v1/rejections what was refused.");
    });
}
