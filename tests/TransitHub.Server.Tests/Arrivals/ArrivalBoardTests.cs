using TransitHub.Core.Snapshots;
using TransitHub.Server.Arrivals;

namespace TransitHub.Server.Tests.Arrivals;

public class ArrivalBoardTests
{
    private readonly TestCity city = new();

    [Fact]
    public void Merges_predictions_with_the_timetable_by_time()
    {
        this.city.Vehicle("a", trip: "T1").Trip("T1", "a").Publish();

        Assert.Equal(["F1 08:00", "T1 08:01 live", "F1 08:10", "U1 08:12"], this.List("A", 20));
    }

    [Fact]
    public void Shows_a_run_by_a_vehicle_once_and_not_from_the_timetable_too()
    {
        this.city.Vehicle("a", trip: "T1").Trip("T1", "a").Publish();

        Assert.Equal("T1 08:06 live", Assert.Single(this.List("B", 15), r => r.StartsWith("T1", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_run_that_only_cameras_see_is_live_and_names_no_vehicle()
    {
        HubSnapshot state = this.city.Trip("T1", null).Publish();

        TripSnapshot trip = Assert.Single(state.Trips);
        Assert.Contains("T1 08:01 live", this.List("A", 20));
        Assert.Null(TransitHub.Server.Views.TripView.Of(trip, state.Schedule).VehicleId);
    }

    [Fact]
    public void Shows_nothing_that_has_passed()
    {
        this.city.Vehicle("a", trip: "T1").Trip("T1", "a", passedStops: 1).Publish();

        Assert.DoesNotContain(this.List("A", 60), r => r.StartsWith("T1", StringComparison.Ordinal));
    }

    [Fact]
    public void Lists_a_stations_platforms()
    {
        this.city.Publish();

        Assert.Contains("T1 08:00", this.List("ST", 60));
    }

    [Fact]
    public void Keeps_to_the_horizon_the_routes_and_the_limit()
    {
        this.city.Publish();
        Assert.DoesNotContain("T2 08:30", this.List("A", 10));

        Assert.True(TestCity.Schedule.Routes.TryFind("Q", out int route));
        Assert.Equal(["U1 08:12"], this.List("A", 60, new HashSet<int> { route }));
        Assert.Single(this.List("A", 60, limit: 1));
    }

    [Fact]
    public void Tells_what_is_believed_of_runs_that_nobody_serves()
    {
        this.city.Vehicle("a", trip: "T1").Trip("T1", "a").Doubt("U1", RunState.Suspect).Publish();

        Assert.Equal(
            [("T1", (RunState?)null), ("F1", RunState.Expected), ("U1", RunState.Suspect)],
            this.Rows("A", 20, null, 100).Select(r => (TestCity.Schedule.Trips.Id(r.Trip.TripIndex), r.Doubt)).Distinct().OrderBy(r => r.Doubt is null ? -1 : (int)r.Doubt));
    }

    [Fact]
    public void Shows_no_call_that_a_detour_leaves_out_neither_predicted_nor_planned()
    {
        this.city.Vehicle("a", trip: "T1").Trip("T1", "a").Publish();
        Assert.True(TestCity.Schedule.Trips.TryFind("T1", out int trip));
        Assert.True(TestCity.Schedule.Stops.TryFind("A", out int stop));
        int pattern = TestCity.Schedule.Trips.PatternIndex(trip);
        int position = TestCity.Schedule.Patterns.Stops(pattern).IndexOf(stop);
        string[] before = this.List("A", 60);
        IReadOnlyList<ArrivalRow> left = ArrivalBoard.List(this.city.Publisher.Current, stop, null, TestCity.Morning.UnixSeconds, 60, 100, new HashSet<(int, int)> { (pattern, position) });

        Assert.Contains(before, r => r.StartsWith("T1", StringComparison.Ordinal));
        Assert.Contains(before, r => r.StartsWith("T2", StringComparison.Ordinal));
        Assert.DoesNotContain(left, r => TestCity.Schedule.Trips.PatternIndex(r.Trip.TripIndex) == pattern);
        Assert.NotEmpty(left);
    }

    private string[] List(string stopId, int minutes, IReadOnlySet<int>? routes = null, int limit = 100) =>
        [.. this.Rows(stopId, minutes, routes, limit).Select(Line)];

    private IReadOnlyList<ArrivalRow> Rows(string stopId, int minutes, IReadOnlySet<int>? routes, int limit)
    {
        Assert.True(TestCity.Schedule.Stops.TryFind(stopId, out int stop));
        return ArrivalBoard.List(this.city.Publisher.Current, stop, routes, TestCity.Morning.UnixSeconds, minutes, limit);
    }

    private static string Line(ArrivalRow row) =>
        $"{TestCity.Schedule.Trips.Id(row.Trip.TripIndex)} {DateTimeOffset.FromUnixTimeSeconds(row.ArrivesAt).ToOffset(TimeSpan.FromHours(7)):HH:mm}"
        + (row.RealTime is null ? string.Empty : " live");
}
