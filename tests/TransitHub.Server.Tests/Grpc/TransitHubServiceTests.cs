using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;
using TransitHub.Core.Snapshots;
using TransitHub.Protocol.V1;
using TransitHub.Server.Options;
using UnseenRun = TransitHub.Protocol.V1.UnseenRun;
using Client = TransitHub.Protocol.V1.TransitHub.TransitHubClient;

namespace TransitHub.Server.Tests.Grpc;

public sealed class TransitHubServiceTests : IAsyncLifetime
{
    private readonly TestCity city = new();
    private TestWeb web = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Client Hub => new(this.web.Grpc);

    public async ValueTask InitializeAsync()
    {
        var options = new HubOptions
        {
            Watch = new WatchOptions { MaxBatchEntities = 2, MaxSubscribers = 2, MaxFilterIds = 3 },
            Query = new QueryOptions { MaxPageSize = 2 },
        };
        this.web = await TestWeb.StartAsync(this.city, options);
        this.city.Vehicle("a", trip: "T1").Vehicle("b").Vehicle("c", trip: "U1").Trip("T1", "a").Publish();
    }

    public ValueTask DisposeAsync() => this.web.DisposeAsync();

    [Fact]
    public async Task Watch_sends_a_snapshot_in_parts_then_changes_and_removals()
    {
        using AsyncServerStreamingCall<WatchEvent> call = this.Hub.Watch(new WatchRequest { FeedId = "city" }, cancellationToken: Cancellation);
        WatchEvent first = await NextAsync(call);
        WatchEvent second = await NextAsync(call);

        Assert.Equal(["a", "b"], first.Snapshot.Vehicles.Select(v => v.Id));
        Assert.False(first.Snapshot.Last);
        Assert.Equal(string.Empty, first.Cursor);
        Assert.Equal("c", Assert.Single(second.Snapshot.Vehicles).Id);
        Trip trip = Assert.Single(second.Snapshot.Trips);
        Assert.Equal("T1|20261123|08:00:00", trip.Key);
        Assert.Equal(trip.Stops[0].Arrival - 10, trip.Stops[0].ArrivalQuantiles.P10);
        Assert.Equal(60, trip.Stops[0].Arrival - trip.Stops[0].ScheduledArrival);
        Assert.True(second.Snapshot.Last);
        Assert.Equal("e.1", second.Cursor);

        this.city.WithoutVehicle("b").WithoutTrip("T1").Publish();
        WatchEvent changes = await NextAsync(call);
        Assert.Equal("b", Assert.Single(changes.Changes.RemovedVehicleIds));
        Assert.Equal("T1|20261123|08:00:00", Assert.Single(changes.Changes.RemovedTripKeys));
        Assert.Equal("e.2", changes.Cursor);
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 2)]
    [InlineData(1000, 2)]
    public async Task Watch_sends_as_many_in_one_event_as_the_reader_and_the_hub_allow(uint most, int events)
    {
        using AsyncServerStreamingCall<WatchEvent> call = this.Hub.Watch(new WatchRequest { MaxBatchEntities = most }, cancellationToken: Cancellation);
        List<WatchEvent> came = [await NextAsync(call)];
        while (!came[^1].Snapshot.Last)
        {
            came.Add(await NextAsync(call));
        }

        Assert.Equal(events, came.Count);
        Assert.Equal(4, came.Sum(e => e.Snapshot.Vehicles.Count + e.Snapshot.Trips.Count));
    }

    [Fact]
    public async Task Watch_resumes_from_a_cursor_and_begins_anew_after_a_restart_of_the_hub()
    {
        this.city.Vehicle("d").Publish();
        using AsyncServerStreamingCall<WatchEvent> resumed = this.Hub.Watch(new WatchRequest { Cursor = "e.1" }, cancellationToken: Cancellation);
        Assert.Equal("d", Assert.Single((await NextAsync(resumed)).Changes.Vehicles).Id);

        using AsyncServerStreamingCall<WatchEvent> anew = this.Hub.Watch(new WatchRequest { Cursor = "other.1" }, cancellationToken: Cancellation);
        Assert.NotNull((await NextAsync(anew)).Snapshot);
    }

    [Fact]
    public async Task Watch_filters_and_takes_back_what_left_the_filter()
    {
        var request = new WatchRequest { Filter = new EntityFilter { RouteIds = { "Q" }, Kinds = { EntityKind.Vehicle } } };
        using AsyncServerStreamingCall<WatchEvent> call = this.Hub.Watch(request, cancellationToken: Cancellation);
        Assert.Equal("c", Assert.Single((await NextAsync(call)).Snapshot.Vehicles).Id);

        this.city.Vehicle("a", 13.71, "T1").Vehicle("c", trip: "T2").Publish();
        WatchEvent changes = await NextAsync(call);
        Assert.Empty(changes.Changes.Vehicles);
        Assert.Equal("c", Assert.Single(changes.Changes.RemovedVehicleIds));
    }

    [Fact]
    public async Task Watch_sends_runs_that_nobody_sees_as_a_kind_of_their_own()
    {
        var request = new WatchRequest { Filter = new EntityFilter { Kinds = { EntityKind.UnseenRun } } };
        using AsyncServerStreamingCall<WatchEvent> call = this.Hub.Watch(request, cancellationToken: Cancellation);
        Assert.Empty((await NextAsync(call)).Snapshot.UnseenRuns);

        this.city.Doubt("T2", RunState.Suspect).Vehicle("d").Publish();
        EntityBatch changes = (await NextAsync(call)).Changes;
        UnseenRun run = Assert.Single(changes.UnseenRuns);
        Assert.Equal(("T2|20261123|08:30:00", "R", ServiceState.Suspect, 0.3f), (run.Key, run.Trip.RouteId, run.State, run.Probability));
        Assert.Equal(TestCity.Morning.UnixMilliseconds, run.SinceMs);
        Assert.Empty(changes.Vehicles);

        this.city.WithoutDoubt("T2").Publish();
        Assert.Equal("T2|20261123|08:30:00", Assert.Single((await NextAsync(call)).Changes.RemovedUnseenKeys));
    }

    [Fact]
    public async Task Watch_sends_heartbeats()
    {
        using AsyncServerStreamingCall<WatchEvent> call = this.Hub.Watch(new WatchRequest(), cancellationToken: Cancellation);
        await NextAsync(call);
        await NextAsync(call);
        Task<WatchEvent> next = NextAsync(call);
        while (!next.IsCompleted)
        {
            this.web.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancellation));
        }

        Assert.NotNull((await next).Heartbeat);
        Assert.Equal("e.1", (await next).Cursor);
    }

    [Fact]
    public async Task Watch_refuses_one_reader_too_many_and_takes_the_next_when_one_left()
    {
        using AsyncServerStreamingCall<WatchEvent> one = this.Hub.Watch(new WatchRequest(), cancellationToken: Cancellation);
        using (AsyncServerStreamingCall<WatchEvent> two = this.Hub.Watch(new WatchRequest(), cancellationToken: Cancellation))
        {
            await NextAsync(one);
            await NextAsync(two);
            using AsyncServerStreamingCall<WatchEvent> three = this.Hub.Watch(new WatchRequest(), cancellationToken: Cancellation);
            RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => NextAsync(three));
            Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
        }

        await EventuallyAsync(async () =>
        {
            using AsyncServerStreamingCall<WatchEvent> next = this.Hub.Watch(new WatchRequest(), cancellationToken: Cancellation);
            await NextAsync(next);
        });
    }

    [Fact]
    public async Task Watch_tells_its_readers_when_the_hub_stops()
    {
        using AsyncServerStreamingCall<WatchEvent> call = this.Hub.Watch(new WatchRequest(), cancellationToken: Cancellation);
        await NextAsync(call);
        await NextAsync(call);
        Task<WatchEvent> next = NextAsync(call);
        this.web.Stopping.Begin();

        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => next)).StatusCode);
    }

    [Theory]
    [InlineData("town", StatusCode.NotFound)]
    [InlineData("city", StatusCode.InvalidArgument)]
    public async Task Refuses_what_cannot_be_and_says_why(string feed, StatusCode status)
    {
        var request = new ListVehiclesRequest { FeedId = feed, Filter = new EntityFilter { VehicleIds = { "1", "2", "3", "4" } } };

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () => await this.Hub.ListVehiclesAsync(request, cancellationToken: Cancellation));

        Assert.Equal(status, refusal.StatusCode);
    }

    [Fact]
    public async Task Lists_vehicles_in_pages()
    {
        ListVehiclesResponse first = await this.Hub.ListVehiclesAsync(new ListVehiclesRequest(), cancellationToken: Cancellation);
        Assert.Equal(["a", "b"], first.Vehicles.Select(v => v.Id));
        Assert.Equal("no_candidate", first.Vehicles[1].UnmatchedReason);
        Assert.Equal("e.1", first.Cursor);

        ListVehiclesResponse second = await this.Hub.ListVehiclesAsync(
            new ListVehiclesRequest { PageToken = first.NextPageToken }, cancellationToken: Cancellation);
        Assert.Equal("c", Assert.Single(second.Vehicles).Id);
        Assert.Equal(string.Empty, second.NextPageToken);
    }

    [Fact]
    public async Task Lists_arrivals_live_and_scheduled()
    {
        ListArrivalsResponse response = await this.Hub.ListArrivalsAsync(
            new ListArrivalsRequest { StopId = "B", RouteIds = { "R" } }, cancellationToken: Cancellation);

        Assert.Equal([("T1", true, "a"), ("T2", false, "")], response.Arrivals.Select(a => (a.Trip.TripId, a.RealTime, a.VehicleId)));
        Assert.Equal(response.Arrivals[1].Stop.ScheduledArrival, response.Arrivals[1].Stop.Arrival);
        RpcException refusal = await Assert.ThrowsAsync<RpcException>(
            async () => await this.Hub.ListArrivalsAsync(new ListArrivalsRequest { StopId = "zz" }, cancellationToken: Cancellation));
        Assert.Equal(StatusCode.NotFound, refusal.StatusCode);
    }

    [Fact]
    public async Task Tells_a_feeds_status()
    {
        FeedStatus status = await this.Hub.GetFeedStatusAsync(new GetFeedStatusRequest(), cancellationToken: Cancellation);
        Assert.Equal("City", status.Name);
        Assert.True(status.Simulated);

        Assert.Equal(("city", 3u, 2u, 1u, 7ul), (status.FeedId, status.Vehicles, status.MatchedVehicles, status.Trips, status.Accepted));
        Assert.Equal(TestCity.Morning.UnixMilliseconds, status.LastReceivedAtMs);
        Assert.Empty(status.ModelShares);
    }

    [Fact]
    public async Task Tells_in_a_feeds_status_which_runs_are_in_doubt_and_what_a_model_has_earned()
    {
        this.city.ModelShares = [new Core.Snapshots.ModelShare("3-6", 0.25)];
        this.city.Doubt("T1", RunState.Unconfirmed).Doubt("T2", RunState.Suspect).Doubt("U1", RunState.Suspect).Publish();

        FeedStatus status = await this.Hub.GetFeedStatusAsync(new GetFeedStatusRequest(), cancellationToken: Cancellation);

        Assert.Equal((1u, 2u, 0u), (status.RunsUnconfirmed, status.RunsSuspect, status.RunsCanceled));
        Assert.Equal(("3-6", 0.25), (Assert.Single(status.ModelShares).Minutes, status.ModelShares[0].Share));
    }

    [Fact]
    public async Task Answers_health_and_reflection()
    {
        HealthCheckResponse health = await new Health.HealthClient(this.web.Grpc).CheckAsync(new HealthCheckRequest(), cancellationToken: Cancellation);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);

        using AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call =
            new ServerReflection.ServerReflectionClient(this.web.Grpc).ServerReflectionInfo(cancellationToken: Cancellation);
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { FileContainingSymbol = "transithub.v1.TransitHub" }, Cancellation);
        Assert.True(await call.ResponseStream.MoveNext(Cancellation));
        Assert.NotEmpty(call.ResponseStream.Current.FileDescriptorResponse.FileDescriptorProto);
    }

    private static async Task<WatchEvent> NextAsync(AsyncServerStreamingCall<WatchEvent> call)
    {
        Assert.True(await call.ResponseStream.MoveNext(Cancellation));
        return call.ResponseStream.Current;
    }

    /// <summary>The server learns a little later that a reader went away.</summary>
    private static async Task EventuallyAsync(Func<Task> act)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                await act();
                return;
            }
            catch (RpcException) when (attempt < 200)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
            }
        }
    }
}
