using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Views;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/v1/cameras</c>: the devices of the devices file as anybody may see them, for maps and apps.</summary>
internal static class CamerasEndpoints
{
    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/v1/cameras", Http.Read, List)
            .WithSummary("Counting devices of the devices file with their newest counts, small ones suppressed.")
            .Produces<CameraList>()
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static IResult List(string? feed, FeedDirectory feeds, HubOptions options) => FeedProblems.ForFeed(feeds, feed, found =>
    {
        int fewest = options.Query.FewestTold;
        return Results.Ok(new CameraList(
            found.Id.ToString(),
            fewest,
            [.. found.Devices.ListRegistered().Select(d => CameraView.Of(d.Described!, found.Devices.Registry.Language, d.Health, fewest))]));
    });
}
