using Grpc.Core;
using TransitHub.Core.Detours;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Protocol.V1;
using TransitHub.Server.Arrivals;
using TransitHub.Server.Alerting;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Watching;
using StopCrowding = TransitHub.Core.Snapshots.StopCrowding;

namespace TransitHub.Server.Grpc;

/// <summary>The stream and the queries for app developers.</summary>
internal sealed class TransitHubService(FeedDirectory feeds, WatchDesk desk, FeedStatusReport status, HubOptions options, TimeProvider clock, HubStopping stopping)
    : TransitHubBinding.ServiceShape
{
    /// <inheritdoc/>
    public override async Task Watch(WatchRequest request, IServerStreamWriter<WatchFrame> stream, ServerCallContext context)
    {
        HubFeed feed = this.Find(request.FeedId);
        FilterText text = this.Read(request.Filter);
        if (WatchDesk.Missing(feed) is { } missing)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, missing));
        }

        using IDisposable place = desk.Subscribers.TryEnter() ?? throw new RpcException(new Status(
            StatusCode.ResourceExhausted, $"This hub serves {desk.Subscribers.Limit} streams at once (setting Watch:MaxSubscribers). Try again later."));
        WatchFrames frames = desk.FramesOf(feed);
        WatchSession session = desk.Open(feed, text, TimeSpan.FromMilliseconds(request.MinIntervalMs), out IDisposable leaving);
        using IDisposable left = leaving;
        WatchAlerts? alerts = WatchAlerts.Of(feed.Alerts, text);
        using WatchPatience patience = desk.WaitFor(feed, context.CancellationToken, stopping.Token);
        try
        {
            await foreach (WatchStep step in session.ReadAsync(WatchDesk.ResumeFrom(feed, request.Cursor), patience.Ending).ConfigureAwait(false))
            {
                await TellAsync(frames.Encode(step, request.MaxBatchEntities), stream, patience).ConfigureAwait(false);

                if (alerts?.Next() is { } told)
                {
                    await patience.WaitAsync(stream.WriteAsync(AlertMessages.FrameOf(told, step, feed.Epoch), patience.Ending)).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (patience.IsLost)
        {
            // Nothing that is said reaches it: the stream is cut off, and others on its connection go on.
            context.GetHttpContext().Abort();
        }
        catch (OperationCanceledException) when (stopping.Token.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The hub is stopping. Connect again with the last cursor."));
        }
        catch (OperationCanceledException)
        {
            // The reader went away.
        }
    }

    /// <inheritdoc/>
    public override Task<ListVehiclesResponse> ListVehicles(ListVehiclesRequest request, ServerCallContext context)
    {
        HubFeed feed = this.Find(request.FeedId);
        FilterText text = this.Read(request.Filter);
        SnapshotIndex index = feed.Newest;
        var filter = new WatchFilter(text with { Vehicles = true }, index.State.Schedule);
        int size = PageSize.Of((int)Math.Min(request.PageSize, int.MaxValue), options.Query);
        (IReadOnlyList<VehicleSnapshot> page, string? next) = VehiclePage.Take(index, filter, request.PageToken, size);
        var response = new ListVehiclesResponse
        {
            NextPageToken = next ?? string.Empty,
            Cursor = new WatchCursor(feed.Epoch, index.State.Sequence).ToString(),
        };
        response.Vehicles.AddRange(page.Select(v => VehicleMessages.Of(v, index.State.Schedule)));
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<ListArrivalsResponse> ListArrivals(ListArrivalsRequest request, ServerCallContext context)
    {
        HubFeed feed = this.Find(request.FeedId);
        HubSnapshot state = feed.Snapshots.Current;
        if (!state.Schedule.Stops.TryFind(request.StopId, out int stop))
        {
            throw new RpcException(new Status(StatusCode.NotFound, $"The feed '{state.Feed}' has no stop '{request.StopId}'."));
        }

        HashSet<int>? routes = request.RouteIds.Count == 0
            ? null
            : [.. request.RouteIds.Select(id => state.Schedule.Routes.TryFind(id, out int route) ? route : -1)];
        int limit = request.Limit == 0 ? options.Query.MaxArrivals : (int)Math.Min(request.Limit, options.Query.MaxArrivals);
        var response = new ListArrivalsResponse { CreatedAtMs = state.CreatedAt.UnixMilliseconds };
        long now = Timestamp.Now(clock).UnixSeconds;
        IReadOnlyList<ArrivalRow> rows = ArrivalBoard.List(state, stop, routes, now, options.Query.ArrivalsHorizonMinutes, limit, LeftOutStops.Of(state.Schedule, feed.Alerts.Word.Detours));
        var chances = new RideChances(state, stop);
        response.Arrivals.AddRange(rows.Select(r => ArrivalMessages.Of(r, state.Schedule, chances)));
        response.Headways.AddRange(HeadwayBoard.List(state, stop, routes, now).Select(r => HeadwayMessages.Of(r, state.Schedule, chances)));
        response.Crowding.AddRange(chances.Crowding.Select(c => CrowdingMessages.Of(c, state.Schedule, feed.Bounds)));
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<ListCrowdingResponse> ListCrowding(ListCrowdingRequest request, ServerCallContext context)
    {
        HubFeed feed = this.Find(request.FeedId);
        FilterText text = this.Read(request.Filter);
        HubSnapshot state = feed.Snapshots.Current;
        int size = PageSize.Of((int)Math.Min(request.PageSize, int.MaxValue), options.Query);
        (IReadOnlyList<StopCrowding> page, string? next) =
            CrowdingPage.Take(state, new WatchFilter(text with { Crowding = true }, state.Schedule), request.PageToken, size);
        var response = new ListCrowdingResponse
        {
            NextPageToken = next ?? string.Empty,
            Cursor = new WatchCursor(feed.Epoch, state.Sequence).ToString(),
        };
        response.Crowding.AddRange(page.Select(c => CrowdingMessages.Of(c, state.Schedule, feed.Bounds)));
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<ListAlertsResponse> ListAlerts(ListAlertsRequest request, ServerCallContext context)
    {
        AlertDesk desk = this.Find(request.FeedId).Alerts;
        int ids = request.RouteIds.Count + request.StopIds.Count;
        if (ids > options.Watch.MaxFilterIds)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"The filter names {ids} ids; at most {options.Watch.MaxFilterIds}."));
        }

        var response = new ListAlertsResponse();
        response.Alerts.AddRange(desk.Published.Where(a => AlertMessages.Fits(a, request)).Select(a => AlertMessages.Of(a, desk.Now)));
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<FeedStatus> GetFeedStatus(GetFeedStatusRequest request, ServerCallContext context) =>
        Task.FromResult(FeedStatusMessages.Of(status.Of(this.Find(request.FeedId))));

    /// <summary>On its own, so that a stream that waits for its next state holds no bytes of the last.</summary>
    private static async ValueTask TellAsync(IReadOnlyList<WatchFrame> frames, IServerStreamWriter<WatchFrame> stream, WatchPatience patience)
    {
        foreach (WatchFrame frame in frames)
        {
            await patience.WaitAsync(stream.WriteAsync(frame, patience.Ending)).ConfigureAwait(false);
        }
    }

    private HubFeed Find(string id) =>
        feeds.TryFind(id, out HubFeed? feed, out string? problem) ? feed : throw new RpcException(new Status(StatusCode.NotFound, problem));

    private FilterText Read(EntityFilter? filter)
    {
        FilterText text = FilterMessages.Read(filter);
        return text.FindProblem(options.Watch.MaxFilterIds) is { } problem
            ? throw new RpcException(new Status(StatusCode.InvalidArgument, problem))
            : text;
    }
}
