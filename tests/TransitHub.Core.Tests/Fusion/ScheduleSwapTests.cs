using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Storage;
using TransitHub.Core.Tests.Storage;
using TransitHub.Gtfs;
using TransitHub.Testing.Gtfs;
using static TransitHub.Core.Tests.Observations.Reports;

namespace TransitHub.Core.Tests.Fusion;

/// <summary>A running feed goes over to another static feed.</summary>
public sealed class ScheduleSwapTests : IAsyncDisposable
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.FromUnixTimeSeconds(Start));
    private readonly TempFolder folder = new();
    private readonly CancellationTokenSource stop = new();
    private readonly FeedRuntime feed;
    private readonly Task running;

    public ScheduleSwapTests()
    {
        SegmentObservationLog log = SegmentObservationLog.Open(this.folder.Path, new());
        this.feed = new FeedRuntime(FeedId.Parse("f"), Version("v1", "T,08:00", "U,13:00"), log, new(), this.clock);
        this.running = this.feed.RunAsync(this.stop.Token);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await this.stop.CancelAsync();
        await this.running.WaitAsync(Cancel);
        await this.feed.DisposeAsync();
        this.stop.Dispose();
        this.folder.Dispose();
    }

    [Fact]
    public async Task Vehicles_keep_their_runs_by_id_and_states_go_on_counting()
    {
        await this.feed.Started.WaitAsync(Cancel);
        HubSnapshot before = await this.DriveAsync(5);
        Assert.Equal("U", before.Schedule.Trips.Id(Assert.Single(before.Trips).Trip.TripIndex));

        Schedule next = Version("v2", "U,13:00", "N,18:00", "T,08:00");
        await this.feed.ReplaceScheduleAsync(next, null, null, null, Cancel);

        HubSnapshot after = this.feed.Publisher.Current;
        Assert.True(after.Sequence > before.Sequence);
        Assert.True(after.CreatedAt >= before.CreatedAt);
        Assert.Same(next, after.Schedule);
        Assert.Equal("U", next.Trips.Id(Assert.Single(after.Trips).Trip.TripIndex));
        Assert.Equal(before.Trips[0].Trip.ServiceDate, after.Trips[0].Trip.ServiceDate);
        Assert.Equal("bus-1", Assert.Single(after.Vehicles).Id.ToString());
        Assert.Null(this.feed.Publisher.ChangesSince(before.Sequence, after));
        Assert.Equal(before.Trips[0].Stops.Count(s => s.Passed), after.Trips[0].Stops.Count(s => s.Passed));
    }

    [Fact]
    public async Task A_vehicle_whose_run_is_gone_stays_without_it()
    {
        await this.feed.Started.WaitAsync(Cancel);
        await this.DriveAsync(5);
        await this.feed.ReplaceScheduleAsync(Version("v2", "T,08:00"), null, null, null, Cancel);

        Assert.Single(this.feed.Publisher.Current.Vehicles);
        Assert.Empty(this.feed.Publisher.Current.Trips);
    }

    [Fact]
    public async Task Every_observation_is_taken_once_whether_it_comes_before_during_or_after()
    {
        await this.feed.Started.WaitAsync(Cancel);
        List<Task> settled = [];
        for (int i = 0; i < 200; i++)
        {
            settled.Add(await this.feed.Intake.EnqueueAsync([Avl(0, 0, device: "d" + i)], Cancel));
        }

        Task swap = this.feed.ReplaceScheduleAsync(Version("v2", "U,13:00"), null, null, null, Cancel);
        for (int i = 200; i < 400; i++)
        {
            settled.Add(await this.feed.Intake.EnqueueAsync([Avl(0, 0, device: "d" + i)], Cancel));
        }

        await Task.WhenAll([swap, .. settled]).WaitAsync(Cancel);
        long sequence = this.feed.Publisher.Current.Sequence;
        this.clock.Advance(TimeSpan.FromSeconds(2));
        HubSnapshot state = await this.feed.Publisher.WaitForLaterAsync(sequence, Cancel);
        for (int round = 0; state.Vehicles.Length < 400 && round < 100; round++)
        {
            this.clock.Advance(TimeSpan.FromSeconds(2));
            state = await this.feed.Publisher.WaitForLaterAsync(state.Sequence, Cancel);
        }

        Assert.Equal((400, 400L), (state.Vehicles.Length, this.feed.Counters.Processed));
        Assert.Equal("v2", state.Schedule.Version);
    }

    [Fact]
    public async Task Positions_are_bounded_by_the_new_feeds_extent()
    {
        await this.feed.Started.WaitAsync(Cancel);
        FeedText far = FeedText.TwoStops().With("stops.txt", "stop_id,stop_name,stop_lat,stop_lon\nA,Alpha,35.70,139.70\nB,Beta,35.71,139.70");
        await this.feed.ReplaceScheduleAsync(far.Read().Schedule, null, null, null, Cancel);
        Task settled = await this.feed.Intake.EnqueueAsync([Avl(0, 0), Avl(0, 0, device: "bus-2") with { Latitude = 35.7, Longitude = 139.7 }], Cancel);
        await settled.WaitAsync(Cancel);

        Assert.Equal(1, this.feed.Ledger.CountOf(RejectionReason.OutOfRange));
        Assert.Equal(1, this.feed.Devices.Find(DeviceId.Parse("bus-2"))!.Accepted);
    }

    [Fact]
    public async Task A_feed_that_stops_refuses_to_go_over()
    {
        await this.feed.Started.WaitAsync(Cancel);
        await this.stop.CancelAsync();
        await this.running.WaitAsync(Cancel);

        await Assert.ThrowsAsync<InvalidOperationException>(() => this.feed.ReplaceScheduleAsync(Version("v2", "U,13:00"), null, null, null, Cancel));
    }

    /// <summary>Drives along the line on the run U, with a report every ten seconds.</summary>
    private async Task<HubSnapshot> DriveAsync(int reports)
    {
        for (int i = 0; i < reports; i++)
        {
            Task settled = await this.feed.Intake.EnqueueAsync([Avl(10 * i, 10 * i, north: 100 * i) with { TripId = "U" }], Cancel);
            await settled.WaitAsync(Cancel);
            this.clock.Advance(TimeSpan.FromSeconds(10));
        }

        long sequence = this.feed.Publisher.Current.Sequence;
        this.clock.Advance(TimeSpan.FromSeconds(2));
        return await this.feed.Publisher.WaitForLaterAsync(sequence, Cancel);
    }

    /// <summary>Trips of one line, each an id and when it leaves.</summary>
    private static Schedule Version(string version, params string[] trips)
    {
        IEnumerable<(string Id, string At)> parts = trips.Select(t => (t.Split(',')[0], t.Split(',')[1]));
        return FeedText.TwoStops()
            .With("stops.txt", "stop_id,stop_name,stop_lat,stop_lon\nA,Alpha,13.75,100.50\nM,Middle,13.752,100.50\nB,Beta,13.77,100.50")
            .With("trips.txt", "route_id,service_id,trip_id\n" + string.Join('\n', parts.Select(p => $"R,S,{p.Id}")))
            .With("stop_times.txt", "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n" + string.Join(
                '\n', parts.Select(p => $"{p.Id},{p.At}:00,{p.At}:00,A,1\n{p.Id},{p.At}:30,{p.At}:30,M,2\n{p.Id},{p.At[..3]}10:00,{p.At[..3]}10:00,B,3")))
            .With("feed_info.txt", $"feed_publisher_name,feed_publisher_url,feed_lang,feed_version\nX,https://example.org,en,{version}")
            .Read().Schedule;
    }
}
