using TransitHub.Core.Snapshots;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Tests.Watching;

/// <summary>Runs in doubt as a kind of their own in streams.</summary>
public class UnseenRunsTests
{
    private readonly TestCity city = new();

    [Fact]
    public void A_snapshot_has_the_runs_in_doubt_and_changes_tell_when_they_are_no_longer()
    {
        HeldView view = View(new FilterText());
        this.city.Doubt("T1", RunState.Suspect).Doubt("U1", RunState.Unconfirmed).Publish();
        Assert.Equal([RunState.Suspect, RunState.Unconfirmed], view.Restart(this.Now()).Unseen.Select(u => u.State));

        WatchDelta delta = this.Apply(view, this.city.Doubt("T1", RunState.Canceled).WithoutDoubt("U1").Publish());

        Assert.Equal(RunState.Canceled, Assert.Single(delta.Unseen).State);
        Assert.Equal(TestCity.Run("U1"), Assert.Single(delta.RemovedUnseen));
    }

    [Theory]
    [InlineData("R", null, "T1")]
    [InlineData(null, "C", "T1 U1")]
    [InlineData("Q", "C", "U1")]
    [InlineData("F", null, "")]
    public void Filters_of_routes_and_stops_hold_for_runs_in_doubt(string? route, string? stop, string expected)
    {
        FilterText filter = new() { RouteIds = route is null ? [] : [route], StopIds = stop is null ? [] : [stop] };
        HeldView view = View(filter);
        view.Restart(this.Now());
        HubSnapshot state = this.city.Doubt("T1", RunState.Suspect).Doubt("U1", RunState.Suspect).Publish();

        string[] changed = Keys(this.Apply(view, state).Unseen);
        string[] whole = Keys(View(filter).Restart(this.Now()).Unseen);
        string[] gone = [.. this.Apply(view, this.city.WithoutDoubt("T1").WithoutDoubt("U1").Publish()).RemovedUnseen.Select(Key)];

        string[] wanted = expected.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(wanted, changed);
        Assert.Equal(wanted, whole);
        Assert.Equal(wanted, gone);
    }

    [Fact]
    public void Filters_of_vehicles_and_places_leave_runs_in_doubt_out()
    {
        this.city.Doubt("T1", RunState.Suspect).Publish();

        Assert.Empty(View(new FilterText { VehicleIds = ["a"] }).Restart(this.Now()).Unseen);
        Assert.Empty(View(new FilterText { Box = new GeoBox(13, 100, 14, 101) }).Restart(this.Now()).Unseen);
        Assert.Empty(View(new FilterText { Unseen = false }).Restart(this.Now()).Unseen);
    }

    [Fact]
    public void A_reader_that_comes_back_is_told_the_doubts_of_meanwhile_joined()
    {
        this.city.Publish();
        this.city.Doubt("T1", RunState.Unconfirmed).Doubt("U1", RunState.Unconfirmed).Publish();
        HubSnapshot state = this.city.Doubt("T1", RunState.Suspect).WithoutDoubt("U1").Publish();

        SnapshotChanges changes = this.city.Publisher.ChangesSince(1, state)!;
        WatchDelta delta = View(new FilterText { RouteIds = ["R"] }).Resume(this.Now(), changes);

        Assert.Equal(RunState.Suspect, Assert.Single(delta.Unseen).State);
        Assert.Equal(TestCity.Run("U1"), Assert.Single(delta.RemovedUnseen));
    }

    [Fact]
    public void The_parts_of_a_large_step_have_the_doubts_last_and_their_removals_first()
    {
        HubSnapshot state = this.city.Vehicle("a").Doubt("T1", RunState.Suspect).Doubt("T2", RunState.Suspect).WithoutDoubt("U1").Publish();
        var step = new WatchStep(WatchStepKind.Changes, state, 0, 1, this.Apply(View(new FilterText()), state), 0);

        WatchBatch[] parts = [.. WatchBatch.Split(step, "e", 2)];

        Assert.Equal([(1, 1, 0), (0, 0, 2)], parts.Select(p => (p.RemovedUnseen.Count, p.Vehicles.Count, p.Unseen.Count)));
    }

    private static string Key(TripInstance trip) => TestCity.Schedule.Trips.Id(trip.TripIndex);

    private static string[] Keys(IEnumerable<UnseenRun> runs) => [.. runs.Select(u => Key(u.Trip))];

    private static HeldView View(FilterText filter) => new(filter);

    private SnapshotIndex Now() => new(this.city.Publisher.Current);

    private WatchDelta Apply(HeldView view, HubSnapshot state) => view.Apply(this.Now(), state.Changes);
}
