using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using TransitHub.Server.Endpoints.Reference;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Security.Readers;
using TransitHub.Server.Views;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/v1/stream</c>: the Watch stream as server-sent events, for browsers.</summary>
internal static class StreamEndpoints
{
    private const string Brief = "brief";

    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/stream", Open)
            .WithQuery("route", "vehicle", "stop", "bbox", "kinds")
            .ForReaders(isStream: true)
            .WithSummary("Events snapshot, changes and heartbeat; filters route, vehicle, stop, bbox, kinds (vehicle, trip, unseen: runs in doubt, crowding: how full it is at stops, alert: what riders are told, in events alerts, only where it is named); form=brief gives as much of a vehicle or stop as a map draws; resumes from Last-Event-ID or cursor.")
            .Produces<StreamEventView>(StatusCodes.Status200OK, "text/event-stream")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static IResult Open(
        HttpContext context, string? feed, string? cursor, int? min_interval_ms, int? max_batch_entities, string? form,
        FeedDirectory feeds, WatchDesk desk, HubOptions options, HubStopping stopping, IOptions<JsonOptions> json, TimeProvider clock)
    {
        if (FilterQuery.TryRead(context.Request, options.Watch.MaxFilterIds, out FilterText text) is { } problem)
        {
            return FeedProblems.BadRequest(problem);
        }

        if (form is not (null or "" or "full" or Brief))
        {
            return FeedProblems.BadRequest($"There is no form '{form}'. Forms: full, {Brief}.");
        }

        return FeedProblems.ForFeed(feeds, feed, found =>
        {
            if (WatchDesk.Missing(found) is { } missing)
            {
                return FeedProblems.Unavailable(missing);
            }

            if (desk.Subscribers.TryEnter() is not { } place)
            {
                return FeedProblems.Unavailable($"This hub serves {desk.Subscribers.Limit} streams at once (setting Watch:MaxSubscribers). Try again later.");
            }

            context.Response.RegisterForDispose(place);
            string? resume = context.Request.Headers["Last-Event-ID"].FirstOrDefault() ?? cursor;
            StreamFrames frames = desk.EventsOf(found, json.Value.SerializerOptions);
            int most = max_batch_entities ?? 0;
            WatchForm wanted = form == Brief ? WatchForm.BriefJson : WatchForm.Json;
            WatchSession session = desk.Open(found, text, TimeSpan.FromMilliseconds(Math.Max(0, min_interval_ms ?? 0)), out IDisposable leaving);
            context.Response.RegisterForDispose(leaving);
            WatchPatience patience = desk.WaitFor(found, context.RequestAborted, stopping.Token);
            context.Response.RegisterForDispose(patience);
            return new EventStream(
                Events(session, found, WatchAlerts.Of(found.Alerts, text), WatchDesk.ResumeFrom(found, resume), step => frames.Encode(step, wanted, most), json.Value.SerializerOptions, patience.Ending),
                patience, clock);
        });
    }

    private static async IAsyncEnumerable<StreamFrame> Events(
        WatchSession session, HubFeed feed, WatchAlerts? alerts, long? resumeAfter, Func<WatchStep, IReadOnlyList<StreamFrame>> framesOf, JsonSerializerOptions json,
        [EnumeratorCancellation] CancellationToken ending)
    {
        await using IAsyncEnumerator<WatchStep> steps = session.ReadAsync(resumeAfter, ending).GetAsyncEnumerator(CancellationToken.None);
        while (await MoveOnAsync(steps).ConfigureAwait(false))
        {
            foreach (StreamFrame frame in framesOf(steps.Current))
            {
                yield return frame;
            }

            if (alerts?.Next() is { } told)
            {
                string cursor = new WatchCursor(feed.Epoch, steps.Current.To).ToString();
                yield return new StreamFrame("alerts", cursor, JsonSerializer.SerializeToUtf8Bytes(AlertsEventView.Of(told, cursor), json), []);
            }
        }
    }

    /// <summary>False when the stream ends: the reader went away or the hub stops.</summary>
    private static async ValueTask<bool> MoveOnAsync(IAsyncEnumerator<WatchStep> steps)
    {
        try
        {
            return await steps.MoveNextAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
