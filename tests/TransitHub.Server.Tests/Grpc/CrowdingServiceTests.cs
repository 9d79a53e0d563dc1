using Grpc.Core;
using TransitHub.Core.Snapshots;
using TransitHub.Protocol.V1;
using TransitHub.Server.Options;
using Client = TransitHub.Protocol.V1.TransitHub.TransitHubClient;
using Level = TransitHub.Core.Snapshots.CrowdingLevel;
using StopCrowding = TransitHub.Protocol.V1.StopCrowding;

namespace TransitHub.Server.Tests.Grpc;

/// <summary>How full it is at stops, over gRPC.</summary>
public sealed class CrowdingServiceTests : IAsyncLifetime
{
    private readonly TestCity city = new();
    private TestWeb web = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Client Hub => new(this.web.Grpc);

    public async ValueTask InitializeAsync()
    {
        this.web = await TestWeb.StartAsync(this.city, new HubOptions { Query = new QueryOptions { MaxPageSize = 2 } });
        this.city.Trip("T1", null)
            .Waiting("A", new PeopleEstimate(2, 0, 4), Level.Light)
            .Waiting("B", new PeopleEstimate(42, 33, 52), Level.Busy, CrowdedPier.Ahead(61))
            .Waiting("C", new PeopleEstimate(300, 250, 350), Level.Full).Publish();
    }

    public ValueTask DisposeAsync() => this.web.DisposeAsync();

    [Fact]
    public async Task Lists_crowding_in_pages()
    {
        ListCrowdingResponse first = await this.Hub.ListCrowdingAsync(new ListCrowdingRequest { FeedId = "city" }, cancellationToken: Cancellation);
        Assert.Equal(["A", "B"], first.Crowding.Select(c => c.StopId));
        Assert.Equal(("B", "e.1"), (first.NextPageToken, first.Cursor));
        ListCrowdingResponse second = await this.Hub.ListCrowdingAsync(new ListCrowdingRequest { PageToken = "B" }, cancellationToken: Cancellation);
        Assert.Equal(("C", ""), (Assert.Single(second.Crowding).StopId, second.NextPageToken));
    }

    [Fact]
    public async Task Lists_the_crowding_of_stops_and_within_a_box()
    {
        ListCrowdingResponse boxed = await this.Hub.ListCrowdingAsync(
            new ListCrowdingRequest { Filter = new EntityFilter { BoundingBox = new BoundingBox { South = 13.705, West = 100, North = 13.715, East = 101 } } },
            cancellationToken: Cancellation);
        StopCrowding pier = Assert.Single(boxed.Crowding);
        Assert.Equal(("B", 40u, 30u, 50u, 120u, false), (pier.StopId, pier.Waiting, pier.WaitingLow, pier.WaitingHigh, pier.Capacity, pier.HasFewerThan));
        Assert.Equal((Protocol.V1.CrowdingLevel.Busy, Protocol.V1.CrowdingTrend.Rising), (pier.Level, pier.Trend));
        Assert.Equal(1_795_395_240_000, pier.MeasuredAtMs);
        Assert.Equal((60u, Protocol.V1.CrowdingLevel.Crowded, 1_795_395_900_000), (Assert.Single(pier.Ahead).Waiting, pier.Ahead[0].Level, pier.Ahead[0].AtMs));
        Assert.Equal([("T1", "R", Fit.Unlikely, 0.2f), (null, "R", Fit.Likely, 0.8f)], pier.Rides.Select(r => (r.Trip?.TripId, r.RouteId, r.Fit, r.FitProbability)));

        ListCrowdingResponse named = await this.Hub.ListCrowdingAsync(
            new ListCrowdingRequest { Filter = new EntityFilter { StopIds = { "A" } } }, cancellationToken: Cancellation);
        StopCrowding quiet = Assert.Single(named.Crowding);
        Assert.Equal((5u, false, false, false, Protocol.V1.CrowdingLevel.Empty), (quiet.FewerThan, quiet.HasWaiting, quiet.HasWaitingLow, quiet.HasWaitingHigh, quiet.Level));
    }

    [Fact]
    public async Task Watch_sends_it_as_a_kind_of_its_own_and_takes_it_back()
    {
        var request = new WatchRequest { Filter = new EntityFilter { Kinds = { EntityKind.Crowding }, RouteIds = { "F" } } };
        using AsyncServerStreamingCall<WatchEvent> call = this.Hub.Watch(request, cancellationToken: Cancellation);
        EntityBatch snapshot = (await NextAsync(call)).Snapshot;
        Assert.Equal(["A", "C"], snapshot.Crowding.Select(c => c.StopId));
        Assert.Empty(snapshot.Trips);

        this.city.Waiting("B", new PeopleEstimate(50, 40, 60)).Waiting("C", new PeopleEstimate(280, 250, 300)).WithoutWaiting("A").Publish();
        WatchEvent changes = await NextAsync(call);
        Assert.Equal(("C", 280u, "A", "e.2"), (Assert.Single(changes.Changes.Crowding).StopId, changes.Changes.Crowding[0].Waiting, Assert.Single(changes.Changes.RemovedCrowdingStopIds), changes.Cursor));
    }

    [Fact]
    public async Task Lists_arrivals_with_whether_one_fits()
    {
        ListArrivalsResponse board = await this.Hub.ListArrivalsAsync(new ListArrivalsRequest { StopId = "B", RouteIds = { "R" } }, cancellationToken: Cancellation);
        Assert.Equal([("T1", Fit.Unlikely, true), ("T2", Fit.Unspecified, false)], board.Arrivals.Select(a => (a.Trip.TripId, a.Fit, a.HasFitProbability)));
        Assert.Equal(40u, Assert.Single(board.Crowding).Waiting);
    }

    private static async Task<WatchEvent> NextAsync(AsyncServerStreamingCall<WatchEvent> call)
    {
        Assert.True(await call.ResponseStream.MoveNext(Cancellation));
        return call.ResponseStream.Current;
    }
}
