using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using TransitHub.Core.Feeds;
using TransitHub.Core.Ids;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Views;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/v1/cameras</c>: the devices of the devices file as anybody may see them, for maps and apps.</summary>
internal static class CamerasEndpoints
{
    /// <summary>Maps it. While nothing changes, all readers get the same bytes, compressed once.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var newest = new ConcurrentDictionary<FeedId, Representation>();
        routes.MapMethods("/v1/cameras", Http.Read, (string? feed, FeedDirectory feeds, HubOptions options, IOptions<JsonOptions> json) =>
                FeedProblems.ForFeed(feeds, feed, found =>
                {
                    Representation made = TaggedJson.Make(ListOf(found, options.Query.FewestTold), json.Value.SerializerOptions);
                    return TaggedJson.Public(newest.AddOrUpdate(found.Id, made, (_, former) => former.ETag == made.ETag ? former : made));
                }))
            .WithSummary("Counting devices of the devices file with their newest counts, small ones suppressed.")
            .Produces<CameraList>()
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static CameraList ListOf(HubFeed feed, int fewest) => new(
        feed.Id.ToString(),
        fewest,
        [.. feed.Devices.ListRegistered().Select(d => CameraView.Of(d.Described!, feed.Devices.Registry.Language, d.Health, fewest))]);
}
