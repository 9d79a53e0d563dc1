using Microsoft.AspNetCore.Http.Features;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Core.Upstream;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Security;
using TransitHub.Server.Upstream;
using TransitHub.Server.Views;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/v1/feeds/{feed}/upstream</c>: what a feed takes from other agencies, and where they may push it.</summary>
internal static class UpstreamEndpoints
{
    private const string ContentType = "application/x-protobuf";
    private const string OtherContentType = "application/octet-stream";
    private const int DefaultSamples = 5;

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/v1/feeds/{feed}/upstream", Http.Read, Get)
            .WithSummary("What the feed takes from other agencies' GTFS-Realtime: each source of this process, and what was repaired, by reason; samples is how many of the newest are shown.")
            .ForOperators(OperatorRole.Viewer)
            .Produces<UpstreamView>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPost("/v1/feeds/{feed}/upstream/{kind}", PushAsync)
            .WithSummary("Takes a GTFS-Realtime message of another agency, kind is vehicles, trip_updates or alerts; answered when it is durable. Needs Upstream:Push of the feed, and a user with HTTP Basic where any is configured.")
            .Accepts<byte[]>(ContentType, OtherContentType)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);
    }

    private static IResult Get(string feed, int? samples, UpstreamInput input, LedgerDirectory ledgers, FeedDirectory feeds, HubOptions options)
    {
        if (options.Feeds.TrueForAll(f => f.Id != feed))
        {
            return FeedProblems.NotFound("No such feed", $"This hub has no feed '{feed}'. Its feeds: {string.Join(", ", options.Feeds.Select(f => f.Id))}.");
        }

        int shown = Math.Clamp(samples ?? DefaultSamples, 0, RejectionLedger.SamplesPerReason);
        RejectionReasonView[] repairs = [.. ledgers.All.Where(l => l.Feed == feed).SelectMany(l => RejectionList.Of(l.Feed, l.Ledger, shown).Reasons).Where(r => r.Stage == "repair")];
        HubSnapshot? state = feeds.All.FirstOrDefault(f => f.Id.ToString() == feed)?.Snapshots.Current;
        return Results.Ok(new UpstreamView(
            feed,
            [.. input.Statuses.Where(s => s.Feed == feed).Select(UpstreamSourceView.Of)],
            repairs,
            state is null ? null : state.Trips.Count(t => t.Upstream is not null) + state.ExtraRuns.Count(r => r.Upstream is not null),
            state?.Unseen.Count(u => u.Upstream is not null),
            state?.UpstreamAlerts.Length));
    }

    private static async Task<IResult> PushAsync(string feed, string kind, HttpContext context, UpstreamInput input, PublisherCheck publishers, TimeProvider clock)
    {
        if (await publishers.RefuseAsync(context).ConfigureAwait(false) is { } refusal)
        {
            return refusal;
        }

        if (input.FindPushed(feed, kind) is not { } pushed)
        {
            return FeedProblems.NotFound(
                "Nothing is pushed here", $"Either '{feed}' is no feed with Upstream:Push, or '{kind}' is none of {string.Join(", ", UpstreamCheck.Kinds)}, or this process does not take in.");
        }

        // A page of another site cannot send this type without being asked whether it may, and it may not.
        if (context.Request.ContentType is not { } type || !(type.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase) || type.StartsWith(OtherContentType, StringComparison.OrdinalIgnoreCase)))
        {
            return Results.Problem($"Send a FeedMessage as {ContentType}.", statusCode: StatusCodes.Status415UnsupportedMediaType, title: "Not protobuf");
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = pushed.MaxBytes;
        }

        return await TakeAsync(context, pushed, clock).ConfigureAwait(false);
    }

    private static async Task<IResult> TakeAsync(HttpContext context, PushedUpstream pushed, TimeProvider clock)
    {
        byte[]? message;
        try
        {
            message = await BoundedBody.ReadAsync(context.Request.Body, context.Request.Headers.ContentEncoding, pushed.MaxBytes, context.RequestAborted).ConfigureAwait(false);
        }
        catch (InvalidDataException exception)
        {
            return FeedProblems.BadRequest($"The body cannot be unpacked: {exception.Message}");
        }
        catch (BadHttpRequestException exception)
        {
            return Results.Problem(exception.Message, statusCode: exception.StatusCode, title: "Bad request");
        }

        if (message is null)
        {
            return Results.Problem($"At most {pushed.MaxBytes} bytes are taken (setting Upstream:PushMaxBytes).", statusCode: StatusCodes.Status413PayloadTooLarge, title: "Too large");
        }

        try
        {
            UpstreamContent content = await pushed.Intake.TakeAsync(message, context.RequestAborted).ConfigureAwait(false);
            pushed.Status.Taken(content, message.Length, Timestamp.Now(clock));
            return content.IsUsable ? Results.NoContent() : FeedProblems.BadRequest(content.Rejections[^1].Detail);
        }
        catch (IOException exception)
        {
            return FeedProblems.Unavailable(exception.Message);
        }
    }
}
