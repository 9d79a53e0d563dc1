using TransitHub.Gtfs.Comparing;
using TransitHub.Testing;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Gtfs.Tests.Comparing;

public sealed class FeedComparisonTests
{
    [Fact]
    public void Finds_nothing_between_a_feed_and_itself()
    {
        FeedDifference difference = Compare(FeedText.TwoStops(), FeedText.TwoStops());

        Assert.True(difference.IsEqual);
        Assert.Equal(0, difference.PercentBrokenIds);
        Assert.All(difference.Ids, ids => Assert.Equal((0, 0), (ids.Changed, ids.Reused)));
        Assert.All(difference.Entities, entities => Assert.Equal((0, 0), (entities.AddedCount, entities.RemovedCount)));
        Assert.Empty(difference.Days);
        Assert.Empty(difference.Routes);
    }

    [Fact]
    public void Tells_a_stop_that_changed_its_id_from_one_that_is_new()
    {
        FeedDifference difference = Compare(FeedText.TwoStops(), FeedText.TwoStops()
            .With("stops.txt", "stop_id,stop_name,stop_lat,stop_lon\nA2,ALPHA.,13.7001,100.50\nB,Beta,13.71,100.50\nC,Gamma,13.72,100.50")
            .With("stop_times.txt", "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nT,08:00:00,08:00:00,A2,1\nT,08:05:00,08:05:00,B,2"));

        IdStability stops = Of(difference, EntityKind.Stop);
        Assert.Equal((1, 1, 0, 50.0), (stops.Kept, stops.Changed, stops.Reused, stops.PercentBroken));
        Assert.Equal(new IdChange("A", "A2", "ALPHA."), Assert.Single(stops.Changes));
        EntityChanges changes = difference.Entities.Single(e => e.Kind == EntityKind.Stop);
        Assert.Equal((2, 1), (changes.AddedCount, changes.RemovedCount));
        Assert.Equal((1, 0), (Of(difference, EntityKind.Trip).Kept, Of(difference, EntityKind.Trip).Changed));
    }

    [Fact]
    public void Takes_a_stop_of_the_same_name_farther_off_for_another_one()
    {
        FeedDifference difference = Compare(FeedText.TwoStops(), FeedText.TwoStops()
            .With("stops.txt", "stop_id,stop_name,stop_lat,stop_lon\nA2,Alpha,13.7010,100.50\nB,Beta,13.71,100.50"));

        Assert.Equal(0, Of(difference, EntityKind.Stop).Changed);
    }

    [Fact]
    public void Names_an_id_that_now_means_another_stop()
    {
        FeedDifference difference = Compare(FeedText.TwoStops(), FeedText.TwoStops()
            .With("stops.txt", "stop_id,stop_name,stop_lat,stop_lon\nA,Airport,13.90,100.50\nB,Beta,13.71,100.50\nZ,Alpha,13.70,100.50"));

        IdStability stops = Of(difference, EntityKind.Stop);
        Assert.Equal((1, 1, 1), (stops.Kept, stops.Changed, stops.Reused));
        Assert.Equal(new IdChange("A", "A", "Alpha → Airport"), Assert.Single(stops.ReusedIds));
        Assert.Equal("Z", Assert.Single(stops.Changes).After);
    }

    [Fact]
    public void Finds_a_route_and_a_trip_that_mean_the_same_under_other_ids()
    {
        FeedDifference difference = Compare(FeedText.TwoStops(), FeedText.TwoStops()
            .With("routes.txt", "route_id,agency_id,route_short_name,route_long_name,route_type\nR2,X,1,Alpha to Beta,3")
            .With("trips.txt", "route_id,service_id,trip_id\nR2,S,T2")
            .With("stop_times.txt", "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nT2,08:00:00,08:00:00,A,1\nT2,08:05:00,08:05:00,B,2"));

        Assert.Equal("R2", Assert.Single(Of(difference, EntityKind.Route).Changes).After);
        Assert.Equal(new IdChange("T", "T2", "1 at 08:00:00"), Assert.Single(Of(difference, EntityKind.Trip).Changes));
        Assert.Equal(100, difference.PercentBrokenIds);
        Assert.Empty(difference.Routes);
    }

    [Theory]
    [InlineData("T2,08:00:00,08:00:00,A,1\nT2,08:06:00,08:06:00,B,2", "S")]
    [InlineData("T2,08:00:00,08:00:00,A,1\nT2,08:05:00,08:05:00,B,2", "W")]
    public void Takes_a_trip_at_other_times_or_on_other_days_for_another_one(string times, string service)
    {
        FeedDifference difference = Compare(FeedText.TwoStops(), FeedText.TwoStops()
            .With("calendar.txt", "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nS,1,1,1,1,1,1,1,20260101,20261231\nW,1,1,1,1,1,0,0,20260101,20261231")
            .With("trips.txt", $"route_id,service_id,trip_id\nR,{service},T2")
            .With("stop_times.txt", "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n" + times));

        Assert.Equal((0, 0), (Of(difference, EntityKind.Trip).Kept, Of(difference, EntityKind.Trip).Changed));
    }

    [Fact]
    public void Compares_service_on_the_days_that_both_versions_cover()
    {
        FeedDifference difference = Compare(FeedText.TwoStops(), FeedText.TwoStops()
            .With("calendar.txt", "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nS2,1,1,1,1,1,1,1,20260601,20270630")
            .With("trips.txt", "route_id,service_id,trip_id\nR,S2,T"));

        Assert.Equal((1, 0), (Of(difference, EntityKind.Trip).Kept, Of(difference, EntityKind.Trip).Changed));
        Assert.Equal((151 + 181, new DateOnly(2026, 1, 1)), (difference.Days.Count, difference.Days[0].Date.Date));
    }

    [Fact]
    public void Counts_trips_of_one_meaning_by_their_ids_whatever_their_order()
    {
        FeedText Trips(string rows) => FeedText.TwoStops().With("trips.txt", "route_id,service_id,trip_id\n" + rows).With(
            "stop_times.txt",
            "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
            + string.Join('\n', rows.Split('\n').Select(r => r.Split(',')[2]).SelectMany(t => new[] { $"{t},08:00:00,08:00:00,A,1", $"{t},08:05:00,08:05:00,B,2" })));

        FeedDifference difference = Compare(Trips("R,S,T1\nR,S,T2"), Trips("R,S,T3\nR,S,T1"));

        Assert.Equal((1, 1), (Of(difference, EntityKind.Trip).Kept, Of(difference, EntityKind.Trip).Changed));
        Assert.Equal(("T2", "T3"), (Of(difference, EntityKind.Trip).Changes[0].Before, Of(difference, EntityKind.Trip).Changes[0].After));
    }

    [Fact]
    public void Tells_moves_new_names_and_another_service_of_a_route()
    {
        FeedDifference difference = Compare(FeedText.TwoStops(), FeedText.TwoStops()
            .With("stops.txt", "stop_id,stop_name,stop_lat,stop_lon\nA,Alpha Pier,13.7001,100.50\nB,Beta,13.71,100.50")
            .With("frequencies.txt", "trip_id,start_time,end_time,headway_secs\nT,06:00:00,07:00:00,600"));

        Assert.Equal(11.1, Assert.Single(difference.Moved).Meters, 0.3);
        Assert.Equal(new TextChange(EntityKind.Stop, "A", "stop_name", "Alpha", "Alpha Pier"), Assert.Single(difference.Texts));
        RouteChange weekday = difference.Routes.Single(r => r.DayType == "weekday");
        Assert.Equal((1, 6, 10.0), (weekday.Before!.Departures, weekday.After!.Departures, weekday.After.HeadwayMinutes));
        Assert.Equal((21_600, 24_600, 5.0), (weekday.After.FirstSeconds, weekday.After.LastSeconds, weekday.After.RunMinutes));
        Assert.Equal(365, difference.Days.Count);
    }

    [Fact]
    public void Sees_fares_and_unknown_files_row_by_row_whatever_the_order_of_columns()
    {
        using TemporaryFeeds feeds = new(
            FeedText.TwoStops().With("fare_attributes.txt", "fare_id,price,currency_type\nF,10,THB\nG,15,THB").With("notes.txt", "a,b\n1,2"),
            FeedText.TwoStops().With("fare_attributes.txt", "currency_type,fare_id,price\nTHB,F,12\nTHB,G,15").With("extra.bin", "x"));

        FeedDifference difference = FeedComparison.Compare(feeds[0], feeds[1], TestContext.Current.CancellationToken);

        Assert.Equal(new FileChange("fare_attributes.txt", 2, 2, 1, 1), difference.Files.Single(f => f.File == "fare_attributes.txt"));
        Assert.Equal(new FileChange("notes.txt", 1, null, 0, 1), difference.Files.Single(f => f.File == "notes.txt"));
        Assert.Equal(new FileChange("extra.bin", null, 1, 1, 0), difference.Files.Single(f => f.File == "extra.bin"));
        Assert.Equal(new FileChange("stops.txt", 2, 2, 0, 0), difference.Files.Single(f => f.File == "stops.txt"));
    }

    [Theory]
    [InlineData("Gare de l'Est", "GARE DE L’EST", true)]
    [InlineData("Hôtel de Ville", "Hotel de ville", true)]
    [InlineData("ท่าเตียน", "ท่า เตียน", true)]
    [InlineData("ขาว", "ข่าว", false)]
    [InlineData("Ｓｔｏｐ １", "Stop 1", true)]
    [InlineData("Łódź, Đà Nẵng", "lodz da nang", true)]
    [InlineData("Stop 1", "Stop 2", false)]
    public void Knows_a_name_in_another_spelling(string one, string other, bool isSame) =>
        Assert.Equal(isSame, NameKey.Of(one) == NameKey.Of(other));

    [Fact]
    public void Finds_the_ids_of_Auckland_stable_against_itself()
    {
        Assert.SkipUnless(SharedData.Has("auckland-2019-08-13/gtfs.zip"), SharedData.SkipReason);
        string path = SharedData.Path("auckland-2019-08-13/gtfs.zip");

        FeedDifference difference = FeedComparison.Compare(path, path, TestContext.Current.CancellationToken);

        Assert.Equal(0, difference.PercentBrokenIds);
        Assert.True(Of(difference, EntityKind.Trip).Kept > 10_000);
    }

    private static IdStability Of(FeedDifference difference, EntityKind kind) => difference.Ids.Single(i => i.Kind == kind);

    private static FeedDifference Compare(FeedText before, FeedText after) => FeedComparison.Compare(before.Read().Schedule, after.Read().Schedule);
}
