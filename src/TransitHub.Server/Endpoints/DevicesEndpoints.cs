using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Views;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/v1/devices</c>: the health of devices, for the operator.</summary>
internal static class DevicesEndpoints
{
    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/v1/devices", Http.Read, List)
            .WithSummary("Devices with their last word and counts; pages by limit and after.")
            .Produces<DeviceList>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapMethods("/v1/devices/{id}", Http.Read, Get)
            .WithSummary("One device.")
            .Produces<DeviceView>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult List(string? feed, int? limit, string? after, FeedDirectory feeds, HubOptions options) =>
        FeedProblems.ForFeed(feeds, feed, found =>
        {
            int size = PageSize.Of(limit, options.Query);
            IEnumerable<DeviceHealth> rest = DeviceId.TryParse(after, out DeviceId last)
                ? found.Devices().SkipWhile(d => d.Device.CompareTo(last) <= 0)
                : found.Devices();
            List<DeviceView> page = [.. rest.Take(size + 1).Select(DeviceView.Of)];
            bool more = page.Count > size;
            if (more)
            {
                page.RemoveAt(size);
            }

            return Results.Ok(new DeviceList(found.Id.ToString(), page, more ? page[^1].Id : null));
        });

    private static IResult Get(string id, string? feed, FeedDirectory feeds) => FeedProblems.ForFeed(feeds, feed, found =>
        found.Devices().FirstOrDefault(d => d.Device.ToString() == id) is { } device
            ? Results.Ok(DeviceView.Of(device))
            : FeedProblems.NotFound("No such device", $"The feed '{found.Id}' has never heard of a device '{id}'."));
}
