using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using NodaTime;
using TransitHub.Core.Counting;
using TransitHub.Core.Devices;
using TransitHub.Core.Ids;
using TransitHub.Core.Time;
using TransitHub.Server.Counts;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Views;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/v1/cameras</c>: the devices of the devices file and their flows as anybody may see them, for maps and apps.</summary>
internal static class CamerasEndpoints
{
    private const int MostHours = 24;

    /// <summary>Maps them. While nothing changes in the list, all readers get the same bytes, compressed once.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var newest = new ConcurrentDictionary<FeedId, SparingAnswer>();
        routes.MapMethods("/v1/cameras", Http.Read, (string? feed, FeedDirectory feeds, HubOptions options, TimeProvider clock, IOptions<JsonOptions> json) =>
                FeedProblems.ForFeed(feeds, feed, found =>
                    TaggedJson.Public(newest.GetOrAdd(found.Id, _ => new SparingAnswer(clock)).Get(
                        () => TaggedJson.Make(ListOf(found, options.Query.FewestTold, Timestamp.Now(clock)), json.Value.SerializerOptions)))))
            .WithSummary("Counting devices of the devices file with their newest counts and flows, small ones suppressed.")
            .Produces<CameraList>()
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapMethods("/v1/cameras/{id}/flows", Http.Read, Flows)
            .WithSummary("What crossed a camera's lines in each five minutes of the last hours (hours, 1 to 24, which is the default), small counts suppressed. What nobody counted is not listed there; estimates say what such hours came to, once late counts have come.")
            .Produces<FlowList>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static CameraList ListOf(HubFeed feed, int fewest, Timestamp now) => new(
        feed.Id.ToString(), fewest, [.. feed.Devices.ListRegistered().Select(d => ViewOf(feed, d, fewest, now))]);

    private static IResult Flows(string id, string? feed, int? hours, FeedDirectory feeds, HubOptions options, TimeProvider clock) =>
        FeedProblems.ForFeed(feeds, feed, found =>
        {
            if (!found.Devices.TryFind(id, out FeedDevice? device) || device.Value.Described is not { } described)
            {
                return FeedProblems.NotFound("No such camera", $"The devices file of the feed '{found.Id}' knows no device '{id}'.");
            }

            int fewest = PublicCount.FewestTold(described, options.Query.FewestTold);
            Timestamp now = Timestamp.Now(clock);
            Timestamp from = now.AddSeconds(-3600.0 * Math.Clamp(hours ?? 24, 1, MostHours));
            return Results.Ok(new FlowList(
                found.Id.ToString(), id, fewest, [.. FlowsOf(found, described, from, now, fewest)], [.. EstimatesOf(found, described, from, now, fewest)]));
        });

    /// <summary>Hours of the local day as in the open files, that will not change any more.</summary>
    private static IEnumerable<EstimateView> EstimatesOf(HubFeed feed, CountingDevice device, Timestamp from, Timestamp now, int fewest)
    {
        LocalDate day = Instant.FromUnixTimeMilliseconds(from.UnixMilliseconds).InZone(feed.Schedule.TimeZone).Date;
        Timestamp start = new(feed.Schedule.TimeZone.AtStartOfDay(day).ToInstant().ToUnixTimeMilliseconds());
        Timestamp first = start.AddSeconds(3600 * Math.Ceiling(from.SecondsSince(start) / 3600));
        int hours = (int)Math.Max(0, (now.SecondsSince(first) - CountDay.SettledAfterSeconds) / 3600);
        return PublicEstimate.ListOf(feed.Counting, device, first, hours, fewest).Select(EstimateView.Of);
    }

    private static CameraView ViewOf(HubFeed feed, FeedDevice device, int fewestTold, Timestamp now)
    {
        CountingDevice described = device.Described!;
        int fewest = PublicCount.FewestTold(described, fewestTold);
        DeviceVerdict? verdict = feed.Counting.Watch.Find(described.Id);
        return CameraView.Of(described, feed.Devices.Registry.Language, device.Health, fewest) with
        {
            Flows = [.. FlowsOf(feed, described, now.AddSeconds(-3 * CountBin.Seconds), now, fewest)
                .GroupBy(f => (f.Channel, f.Class, f.Direction)).Select(g => g.Last())],
            Trust = verdict is null ? null : Math.Round(verdict.Trust, 2),
            Faults = verdict is null ? [] : [.. verdict.Faults.Select(f => f.Kind)],
        };
    }

    /// <summary>Bins that are over: of one that still fills, each reading would tell the last count.</summary>
    private static IEnumerable<FlowView> FlowsOf(HubFeed feed, CountingDevice device, Timestamp from, Timestamp now, int fewest) =>
        feed.Counting.Ledger.Read(device.Id, from).SelectMany(flow => flow.Bins.Where(bin => bin.End <= now).Select(bin => FlowView.Of(flow.Key, bin, fewest)));
}
