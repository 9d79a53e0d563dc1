using TransitHub.Core.Observations;
using TransitHub.Server.Hosting;
using TransitHub.Server.Views;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/v1/rejections</c>: every drop with its reason.</summary>
internal static class RejectionsEndpoints
{
    private const int DefaultSamples = 5;

    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/v1/rejections", Http.Read, List)
            .WithSummary("What was refused or left without a trip, by stage and reason, of each feed and of what belongs to none; samples is how many of the newest are shown.")
            .Produces<IReadOnlyList<RejectionList>>()
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static IResult List(string? feed, int? samples, FeedDirectory feeds, LedgerDirectory ledgers)
    {
        int shown = Math.Clamp(samples ?? DefaultSamples, 0, RejectionLedger.SamplesPerReason);
        RejectionList[] lists = [.. ledgers.All.Where(of => string.IsNullOrEmpty(feed) || of.Feed == feed).Select(of => RejectionList.Of(of.Feed, of.Ledger, shown))];
        return string.IsNullOrEmpty(feed) ? Results.Ok<IReadOnlyList<RejectionList>>([.. lists, RejectionList.Of(null, ledgers.Unrouted, shown)])
            : lists.Length > 0 ? Results.Ok<IReadOnlyList<RejectionList>>(lists)
            : FeedProblems.ForFeed(feeds, feed, _ => Results.Ok<IReadOnlyList<RejectionList>>(lists));
    }
}
