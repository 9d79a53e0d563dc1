using TransitHub.Core.Snapshots;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Tests.Watching;

public class WatchViewTests
{
    private readonly TestCity city = new();

    [Fact]
    public void A_vehicle_that_changes_its_route_leaves_the_filter_of_the_old_one()
    {
        HeldView view = View(new FilterText { RouteIds = ["R"] });
        this.city.Vehicle("a", trip: "T1").Vehicle("b", trip: "U1").Publish();
        Assert.Equal("a", Assert.Single(view.Restart(this.Now()).Vehicles).Id.ToString());

        WatchDelta delta = this.Apply(view, this.city.Vehicle("a", trip: "U1").Vehicle("b", trip: "T1").Publish());

        Assert.Equal("a", Assert.Single(delta.RemovedVehicles).ToString());
        Assert.Equal("b", Assert.Single(delta.Vehicles).Id.ToString());
    }

    [Fact]
    public void What_was_never_shown_is_never_removed()
    {
        HeldView view = View(new FilterText { RouteIds = ["R"] });
        this.city.Vehicle("b", trip: "U1").Publish();
        view.Restart(this.Now());

        Assert.Equal(0, this.Apply(view, this.city.WithoutVehicle("b").Publish()).Count);
    }

    [Fact]
    public void A_trip_leaves_the_box_with_its_vehicle_though_it_did_not_change()
    {
        HeldView view = View(new FilterText { Box = new GeoBox(13.69, 100.4, 13.705, 100.6) });
        this.city.Vehicle("a", 13.70, "T1").Trip("T1", "a").Publish();
        Assert.Single(view.Restart(this.Now()).Trips);

        WatchDelta left = this.Apply(view, this.city.Vehicle("a", 13.71, "T1").Publish());
        Assert.Equal(TestCity.Run("T1"), Assert.Single(left.RemovedTrips));
        Assert.Single(left.RemovedVehicles);

        WatchDelta back = this.Apply(view, this.city.Vehicle("a", 13.70, "T1").Publish());
        Assert.Single(back.Trips);
        Assert.Single(back.Vehicles);
    }

    [Fact]
    public void A_vehicle_leaves_the_filter_of_a_stop_when_its_trip_has_passed_it()
    {
        HeldView view = View(new FilterText { StopIds = ["A"] });
        this.city.Vehicle("a", trip: "T1").Trip("T1", "a").Publish();
        Assert.Single(view.Restart(this.Now()).Vehicles);

        WatchDelta passed = this.Apply(view, this.city.Trip("T1", "a", passedStops: 1).Publish());

        Assert.Equal("a", Assert.Single(passed.RemovedVehicles).ToString());
        Assert.Single(passed.RemovedTrips);
    }

    [Fact]
    public void A_vehicle_enters_the_filter_of_a_stop_with_a_new_trip_and_leaves_with_its_end()
    {
        HeldView view = View(new FilterText { StopIds = ["ST"] });
        this.city.Vehicle("a", trip: "U1").Publish();
        Assert.Equal(0, view.Restart(this.Now()).Count);

        WatchDelta entered = this.Apply(view, this.city.Trip("U1", "a").Publish());
        Assert.Equal("a", Assert.Single(entered.Vehicles).Id.ToString());

        WatchDelta gone = this.Apply(view, this.city.WithoutTrip("U1").Publish());
        Assert.Equal("a", Assert.Single(gone.RemovedVehicles).ToString());
    }

    [Fact]
    public void Kinds_leave_out_the_other()
    {
        this.city.Vehicle("a", trip: "T1").Trip("T1", "a").Publish();

        Assert.Empty(View(new FilterText { Vehicles = false }).Restart(this.Now()).Vehicles);
        Assert.Empty(View(new FilterText { Trips = false }).Restart(this.Now()).Trips);
    }

    [Fact]
    public void A_filter_of_ids_that_nothing_has_shows_nothing()
    {
        this.city.Vehicle("a", trip: "T1").Vehicle("b").Trip("T1", "a").Publish();

        Assert.Equal(0, View(new FilterText { RouteIds = ["nowhere"] }).Restart(this.Now()).Count);
        Assert.Equal(0, View(new FilterText { StopIds = ["nowhere"] }).Restart(this.Now()).Count);
    }

    [Fact]
    public void A_reader_that_comes_back_is_told_to_drop_what_left_its_filter_meanwhile()
    {
        FilterText filter = new() { RouteIds = ["R"] };
        this.city.Vehicle("a", trip: "T1").Publish();
        HubSnapshot later = this.city.Vehicle("a", trip: "U1").Publish();

        WatchDelta delta = View(filter).Resume(this.Now(), later.Changes);

        Assert.Equal("a", Assert.Single(delta.RemovedVehicles).ToString());
        Assert.False(View(new FilterText { StopIds = ["A"] }).CanResume);
    }

    [Theory]
    [InlineData(179, -179, -179.5, true)]
    [InlineData(179, -179, 0, false)]
    [InlineData(-10, 10, 0, true)]
    public void A_box_may_cross_the_antimeridian(double west, double east, double longitude, bool inside)
    {
        Assert.Equal(inside, new GeoBox(-1, west, 1, east).Contains(0, longitude));
    }

    [Fact]
    public void The_parts_of_a_large_step_move_the_cursor_only_at_the_end()
    {
        HubSnapshot state = this.city.Vehicle("a").Vehicle("b").Vehicle("c").WithoutVehicle("d").Publish();
        var step = new WatchStep(WatchStepKind.Changes, state, 0, 1, this.Apply(View(new FilterText()), state), 0);

        WatchBatch[] parts = [.. WatchBatch.Split(step, "e", 3)];

        Assert.Equal(["e.0", "e.1"], parts.Select(p => p.Cursor));
        Assert.Equal([false, true], parts.Select(p => p.Last));
        Assert.Equal("d", Assert.Single(parts[0].RemovedVehicles).ToString());
        Assert.Equal(["a", "b", "c"], parts.SelectMany(p => p.Vehicles).Select(v => v.Id.ToString()));
    }

    private static HeldView View(FilterText filter) => new(filter);

    private SnapshotIndex Now() => new(this.city.Publisher.Current);

    private WatchDelta Apply(HeldView view, HubSnapshot state) => view.Apply(this.Now(), state.Changes);
}
