using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using TransitHub.Core.Time;
using TransitHub.Server.Counts;
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
        HttpContext context, string? feed, string? cursor, int? min_interval_ms, string? form,
        FeedDirectory feeds, WatchDesk desk, HubOptions options, HubStopping stopping, TimeProvider clock)
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
            WatchSession session = desk.Open(found, new WatchFilter(text, found.Schedule), TimeSpan.FromMilliseconds(Math.Max(0, min_interval_ms ?? 0)), text.Alerts);
            IAsyncEnumerable<SseItem<object>> events = Events(
                session, found, WatchAlerts.Of(found.Alerts, text), WatchDesk.ResumeFrom(found, resume), batch => EventOf(batch, found.Bounds, Timestamp.Now(clock), form == Brief), desk.MaxBatchEntities,
                stopping.Token, context.RequestAborted);
            return TypedResults.ServerSentEvents(events);
        });
    }

    private static async IAsyncEnumerable<SseItem<object>> Events(
        WatchSession session, HubFeed feed, WatchAlerts? alerts, long? resumeAfter, Func<WatchBatch, SseItem<object>> eventOf, int maxEntities,
        CancellationToken stopping, [EnumeratorCancellation] CancellationToken aborted)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(aborted, stopping);
        await using IAsyncEnumerator<WatchStep> steps = session.ReadAsync(resumeAfter, ending.Token).GetAsyncEnumerator(CancellationToken.None);
        while (await MoveOnAsync(steps).ConfigureAwait(false))
        {
            foreach (WatchBatch batch in WatchBatch.Split(steps.Current, feed.Epoch, maxEntities))
            {
                yield return eventOf(batch);
            }

            if (alerts?.Next() is { } told)
            {
                string cursor = new WatchCursor(feed.Epoch, steps.Current.To).ToString();
                yield return new SseItem<object>(AlertsEventView.Of(told, cursor), "alerts") { EventId = cursor };
            }
        }
    }

    private static SseItem<object> EventOf(WatchBatch batch, StopBounds bounds, Timestamp sentAt, bool brief) =>
        new(StreamEventView.Of(batch, bounds, sentAt, brief), NameOf(batch.Step.Kind)) { EventId = batch.Cursor.Length > 0 ? batch.Cursor : null };

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

    private static string NameOf(WatchStepKind kind) => kind switch
    {
        WatchStepKind.Snapshot => "snapshot",
        WatchStepKind.Changes => "changes",
        _ => "heartbeat",
    };
}
