using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using TransitHub.Core.Feeds;
using TransitHub.Gtfs;
using TransitHub.Server.Hosting;
using TransitHub.Server.Views;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/v1/network</c>: the lines and stops of a static feed, to be drawn.</summary>
internal static class NetworkEndpoints
{
    /// <summary>Maps it. The answer is made once for each static version and kept as long as the version is.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var made = new ConditionalWeakTable<Schedule, Representation>();
        routes.MapMethods("/v1/network", Http.Read, (string? feed, FeedDirectory feeds, IOptions<JsonOptions> json) =>
                FeedProblems.ForFeed(feeds, feed, found => TaggedJson.Public(made.GetValue(
                    found.Schedule, schedule => TaggedJson.Make(NetworkView.Of(found.Id.ToString(), schedule), json.Value.SerializerOptions)))))
            .WithSummary("Routes with their lines and stops with the routes that serve them, names in every language of the feed.")
            .Produces<NetworkView>()
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }
}
