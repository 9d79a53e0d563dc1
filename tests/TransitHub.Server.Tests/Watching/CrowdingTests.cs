using TransitHub.Core.Snapshots;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Tests.Watching;

/// <summary>The crowding at stops as a kind of its own in streams.</summary>
public sealed class CrowdingTests
{
    private readonly TestCity city = new();

    [Fact]
    public void A_snapshot_has_the_crowded_stops_and_changes_tell_the_newest_and_what_is_no_longer_known()
    {
        HeldView view = View(new FilterText());
        this.city.Waiting("A", Some(10)).Waiting("B", Some(20)).Publish();
        Assert.Equal(["A", "B"], Stops(view.Restart(this.Now())));

        WatchDelta delta = this.Apply(view, this.city.Waiting("A", Some(30)).WithoutWaiting("B").Publish());

        Assert.Equal(30, Assert.Single(delta.Crowding).Waiting.Mean);
        Assert.Equal("B", TestCity.Schedule.Stops.Id(Assert.Single(delta.RemovedCrowding)));
        Assert.Equal(2, delta.Count);
    }

    [Theory]
    [InlineData("R", null, null, "A B C")]
    [InlineData("F", null, null, "A C")]
    [InlineData(null, "ST", null, "A")]
    [InlineData(null, null, 13.715, "C")]
    [InlineData("F", "B", null, "")]
    public void Filters_of_routes_stops_and_places_hold(string? route, string? stop, double? south, string expected)
    {
        FilterText filter = new()
        {
            RouteIds = route is null ? [] : [route],
            StopIds = stop is null ? [] : [stop],
            Box = south is { } from ? new GeoBox(from, 100, 14, 101) : null,
        };
        HeldView view = View(filter);
        view.Restart(this.Now());
        HubSnapshot state = this.city.Waiting("A", Some(10)).Waiting("B", Some(20)).Waiting("C", Some(30)).Publish();

        string[] changed = Stops(this.Apply(view, state));
        string[] whole = Stops(View(filter).Restart(this.Now()));
        int[] gone = [.. this.Apply(view, this.city.WithoutWaiting("A").WithoutWaiting("B").WithoutWaiting("C").Publish()).RemovedCrowding];

        string[] wanted = expected.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(wanted, changed);
        Assert.Equal(wanted, whole);
        Assert.Equal(wanted, gone.Select(TestCity.Schedule.Stops.Id));
    }

    [Fact]
    public void Filters_of_vehicles_and_other_kinds_leave_it_out()
    {
        this.city.Waiting("A", Some(10)).Publish();

        Assert.Empty(View(new FilterText { VehicleIds = ["a"] }).Restart(this.Now()).Crowding);
        Assert.Empty(View(new FilterText { Crowding = false }).Restart(this.Now()).Crowding);
    }

    [Fact]
    public void A_reader_that_comes_back_is_told_the_newest_of_each_stop()
    {
        this.city.Publish();
        this.city.Waiting("A", Some(10)).Waiting("C", Some(10)).Publish();
        HubSnapshot state = this.city.Waiting("A", Some(15)).WithoutWaiting("C").Publish();

        SnapshotChanges changes = this.city.Publisher.ChangesSince(1, state)!;
        WatchDelta delta = View(new FilterText { StopIds = ["A", "C"] }).Resume(this.Now(), changes);

        Assert.Equal(15, Assert.Single(delta.Crowding).Waiting.Mean);
        Assert.Equal("C", TestCity.Schedule.Stops.Id(Assert.Single(delta.RemovedCrowding)));
    }

    private static PeopleEstimate Some(double people) => new(people, people, people);

    private static string[] Stops(WatchDelta delta) => [.. delta.Crowding.Select(c => TestCity.Schedule.Stops.Id(c.Stop))];

    private static HeldView View(FilterText filter) => new(filter);

    private SnapshotIndex Now() => new(this.city.Publisher.Current);

    private WatchDelta Apply(HeldView view, HubSnapshot state) => view.Apply(this.Now(), state.Changes);
}
