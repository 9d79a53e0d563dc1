using System.Globalization;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Views;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/v1/congestion</c>: how freely traffic moves from stop to stop.</summary>
internal static class CongestionEndpoints
{
    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/v1/congestion", Http.Read, List)
            .WithSummary("How freely traffic moves from one stop to the next, where enough vehicles told in the last quarter of an hour; pages by limit and after.")
            .WithDescription("level is GTFS-Realtime's CongestionLevel by the share of the free speed (speed_ratio): 1 RUNNING_SMOOTHLY from 0.7 on, 2 STOP_AND_GO from 0.5 on, 3 CONGESTION from 0.3 on, 4 SEVERE_CONGESTION below. It is the third slowest of the last five vehicles' (samples), so that one red light makes no jam; camera_samples of them report nothing themselves and were seen by counting cameras. The free speed is that of the fastest sixth ever seen there. Roads and tram tracks only. A link that is not listed is not known, and not free.")
            .Produces<CongestionList>()
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static IResult List(string? feed, int? limit, string? after, FeedDirectory feeds, HubOptions options, IOptions<JsonOptions> json) =>
        FeedProblems.ForFeed(feeds, feed, found =>
        {
            HubSnapshot state = found.Snapshots.Current;
            if (!TryFind(state.Schedule.Links, after, out int last))
            {
                return FeedProblems.BadRequest("after is the link that a page names as next; this one is not of the feed's present timetable: begin with the first page again.");
            }

            int size = PageSize.Of(limit, options.Query);
            List<CongestedLink> page = [.. state.Congestion.Where(c => c.Link > last).Take(size + 1)];
            bool isMore = page.Count > size;
            List<CongestionView> shown = [.. page.Take(size).Select(c => CongestionView.Of(c, state.Schedule))];
            return TaggedJson.Public(TaggedJson.Make(new CongestionList(found.Id.ToString(), shown, isMore ? shown[^1].Link : null), json.Value.SerializerOptions));
        });

    /// <summary>Place of the link that a page ended with; -1: begin.</summary>
    private static bool TryFind(LinkTable links, string? after, out int last)
    {
        last = -1;
        if (after is null)
        {
            return true;
        }

        if (!ulong.TryParse(after, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong key))
        {
            return false;
        }

        while (++last < links.Count)
        {
            if (links.Key(last) == key)
            {
                return CongestionView.NameOf(links, last) == after;
            }
        }

        return false;
    }
}
