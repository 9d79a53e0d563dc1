using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using TransitHub.Core.Ids;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Views;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/v1/devices</c>: devices with their health and exact counts, for the operator. What anybody may see is in <c>/v1/cameras</c>.</summary>
internal static class DevicesEndpoints
{
    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/v1/devices", Http.Read, List)
            .WithSummary("Devices with their last word and counts, those of the devices file and those that were heard of; counting=true leaves out those that neither stand in the file nor count; pages by limit and after.")
            .Produces<DeviceList>()
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapMethods("/v1/devices/{id}", Http.Read, Get)
            .WithSummary("One device, with what became of its passages and what they show of its clock.")
            .WithDescription("decided_passages tells of the newest passages at lines that vehicles of the timetable cross which run each was of, or by reason why none was named: unsure, several runs fit; unlike, runs are due but none fits well; no_run, none is due; crowded, too many passages waited. candidates are the runs that it may have been of, each with its probability after all passages at the line and all runs due there, and when it was expected; what is decided may be revised for a quarter of an hour. learned_clock.offset_seconds is what vehicles that report show to be missing from the camera's times; it comes on top of clock_correction_seconds.")
            .Produces<DeviceView>()
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult List(string? feed, bool? counting, int? limit, string? after, FeedDirectory feeds, HubOptions options, IOptions<JsonOptions> json) =>
        FeedProblems.ForFeed(feeds, feed, found =>
        {
            int size = PageSize.Of(limit, options.Query);
            IEnumerable<FeedDevice> rest = found.Devices.List(DeviceId.TryParse(after, out DeviceId last) ? last : null);
            if (counting == true)
            {
                rest = rest.Where(d => d.IsCounting);
            }

            List<DeviceView> page = [.. rest.Take(size + 1).Select(d => ViewOf(found, d))];
            bool more = page.Count > size;
            if (more)
            {
                page.RemoveAt(size);
            }

            return TaggedJson.Private(new DeviceList(found.Id.ToString(), page, more ? page[^1].Id : null), json.Value.SerializerOptions);
        });

    private static IResult Get(string id, string? feed, FeedDirectory feeds, IOptions<JsonOptions> json) => FeedProblems.ForFeed(feeds, feed, found =>
        found.Devices.TryFind(id, out FeedDevice? device)
            ? TaggedJson.Private(ViewOf(found, device.Value).Detailed(found.Snapshots.Current), json.Value.SerializerOptions)
            : FeedProblems.NotFound("No such device", $"The feed '{found.Id}' has never heard of a device '{id}'."));

    private static DeviceView ViewOf(HubFeed feed, FeedDevice device) =>
        DeviceView.Of(device.Health, device.Described, feed.Devices.Registry.Language, feed.Counting);
}
