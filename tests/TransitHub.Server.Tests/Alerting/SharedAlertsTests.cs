using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Alerting;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Storage.Leases;
using TransitHub.Redis;
using TransitHub.Server.Alerting;
using TransitHub.Server.Tests.Roles;
using TransitHub.Testing;

namespace TransitHub.Server.Tests.Alerting;

/// <summary>The alerts of a hub of many processes, over a real redis-server: who encodes finds them, who serves shows and changes them, and the next encoder goes on.</summary>
public sealed class SharedAlertsTests : IAsyncLifetime
{
    private static readonly FeedId City = FeedId.Parse("city");
    private static readonly AlertOptions Quick = new() { RaiseSeconds = 0, MinHeardVehicles = 1, MissingRuns = 1 };
    private readonly FakeTimeProvider clock = new(DateTimeOffset.FromUnixTimeSeconds(TestCity.Morning.UnixSeconds));
    private RedisServer server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => this.server = await RedisServer.StartAsync(Cancellation);

    public ValueTask DisposeAsync() => this.server.DisposeAsync();

    [Fact]
    public async Task What_one_process_finds_another_confirms_and_a_third_goes_on_with()
    {
        await using RedisStorage one = await FusionProcess.ConnectAsync(this.server, Cancellation);
        await using RedisStorage two = await FusionProcess.ConnectAsync(this.server, Cancellation);
        HubSnapshot state = new TestCity().Vehicle("a").Doubt("U1", RunState.Canceled).Publish();
        Lease lease = (await one.Leases.TryAcquireAsync(LeaseName.OfEncoder(City), "one", TimeSpan.FromMinutes(10), Cancellation))!;
        SharedAlerts encoder = new(City, Quick, one, () => [], this.clock);
        await encoder.BeginAsync(Cancellation);
        Assert.Empty((await encoder.TakeAsync(state, state.CreatedAt, lease, Cancellation)).Alerts);

        SharedAlerts serving = new(City, Quick, two, () => [], this.clock);
        await serving.RefreshAsync(Cancellation);
        AlertEpisode proposed = Assert.Single(serving.Desk.Episodes);
        await serving.Desk.ChangeAsync(
            "noi", book => new AlertChange(book.With(new EpisodeDecision(proposed.Id, 1, true, null, 0, "noi")), "confirm", proposed.Id, null, null), Cancellation);

        ImmutableArray<ServiceAlert> told = (await encoder.TakeAsync(state, state.CreatedAt, lease, Cancellation)).Alerts;
        Assert.Equal(proposed.Id, Assert.Single(told).Id);
        Assert.Equal(told.Select(a => a.Id), serving.Desk.Published.Select(a => a.Id));

        await one.Leases.ReleaseAsync(lease, Cancellation);
        Lease next = (await two.Leases.TryAcquireAsync(LeaseName.OfEncoder(City), "two", TimeSpan.FromMinutes(10), Cancellation))!;
        SharedAlerts successor = new(City, Quick, two, () => [], this.clock);
        await successor.BeginAsync(Cancellation);
        Assert.Equal(proposed.Id, Assert.Single((await successor.TakeAsync(state, state.CreatedAt, next, Cancellation)).Alerts).Id);
        await Assert.ThrowsAsync<LeaseLostException>(async () =>
        {
            SharedAlerts late = new(City, Quick, one, () => [], this.clock);
            await late.TakeAsync(state, state.CreatedAt, lease, Cancellation);
        });
    }
}
