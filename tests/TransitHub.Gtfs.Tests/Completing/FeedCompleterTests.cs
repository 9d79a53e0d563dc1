using TransitHub.Gtfs.Completing;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Sheets;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Gtfs.Tests.Completing;

public sealed class FeedCompleterTests
{
    private const string Sheet = """
        route: R
        stops: [A, {id: M, name: {th: กลาง, en: Middle}, at: [13.705, 100.501]}, B]
        path: {points: [[13.70, 100.50], [13.705, 100.5005], [13.71, 100.50]]}
        dwell: 30s
        travel: [{minutes: [2, 3]}, {minutes: [4, 6], between: [07:00, 09:00]}]
        """;

    /// <summary>A trip each way by headway, one without any time, and shapes that are named and missing.</summary>
    private static FeedText Parts() => FeedText.TwoStops()
        .Without("stop_times.txt")
        .With("trips.txt", "route_id,service_id,trip_id,trip_headsign,direction_id,shape_id\nR,S,T,Beta,0,s1\nR,S,U,Alpha,1,s2\nQ,S,V,,0,\nQ,S,W,,0,")
        .With("routes.txt", "route_id,agency_id,route_short_name,route_long_name,route_type\nR,X,1,Alpha to Beta,3\nQ,X,2,Elsewhere,3")
        .With("frequencies.txt", "trip_id,start_time,end_time,headway_secs,exact_times\nT,06:00:00,07:00:00,900,0\nT,07:00:00,09:00:00,300,0\nU,06:30:00,20:00:00,600,1")
        .With("feed_info.txt", "feed_publisher_name,feed_publisher_url,feed_lang,feed_version\nX,https://example.org,th,7")
        .With("translations.txt", "table_name,field_name,language,translation,record_id\ntrips,trip_headsign,th,เบต้า,T\nroutes,route_long_name,th,ที่อื่น,Q");

    [Fact]
    public void Gives_trips_by_headway_the_stop_times_and_the_shape_that_they_name_and_leaves_all_else_as_it_is()
    {
        using var run = new Run(Parts(), ("routes/r.yaml", Sheet));

        Assert.Empty(run.Result.Problems.InOrder());
        var feed = run.Read();
        var trip = run.Trip("T");
        var pattern = feed.Trips.PatternIndex(trip);
        Assert.Equal(["A", "M", "B"], feed.Patterns.Stops(pattern).ToArray().Select(feed.Stops.Id));
        Assert.Equal("s1", feed.Shapes.Id(feed.Trips.ShapeIndex(trip)));
        Assert.Equal("s2", feed.Shapes.Id(feed.Trips.ShapeIndex(run.Trip("U"))));

        // Most departures fall into the second window, so its travel times are shown: 4 minutes, 30 seconds, 6 minutes.
        Assert.Equal([6 * 3600, (6 * 3600) + 270, (6 * 3600) + 630], feed.Trips.Departures(trip).ToArray());
        Assert.Equal(2, feed.Trips.Frequencies(trip).Length);
        Assert.Equal("Middle", feed.Translations.Find("stops", "stop_name", "en", "M", "กลาง"));
        Assert.StartsWith("7+", feed.FeedInfo!.Version, StringComparison.Ordinal);
        Assert.Equal((0, 1, 2), (run.Result.Before.RidableRoutes, FeedUse.Of(feed).RidableRoutes, FeedUse.Of(feed).DrawnTrips));
        Assert.Equal(2, Assert.Single(run.Result.Routes).Timed);
    }

    [Fact]
    public void A_way_back_runs_the_other_way_round()
    {
        using var run = new Run(Parts(), ("routes/r.yaml", Sheet));
        var feed = run.Read();

        Assert.Equal(["B", "M", "A"], feed.Patterns.Stops(feed.Trips.PatternIndex(run.Trip("U"))).ToArray().Select(feed.Stops.Id));
    }

    [Fact]
    public void What_can_be_ridden_keeps_its_times_and_gets_a_shape_if_it_calls_at_the_same_stops()
    {
        using var run = new Run(
            FeedText.TwoStops(),
            ("routes/r.yaml", "route: R\nstops: [A, B]\npath: {points: [[13.70, 100.50], [13.705, 100.502], [13.71, 100.50]]}\ntravel: {speed_kmh: 50}"));
        var feed = run.Read();

        Assert.Equal([(8 * 3600), (8 * 3600) + 300], feed.Trips.Departures(run.Trip("T")).ToArray());
        Assert.False(feed.Patterns.IsStraight(feed.Trips.PatternIndex(run.Trip("T"))));
        Assert.Equal((1, 0), (run.Result.Routes[0].Drawn, run.Result.Routes[0].Timed));

        using var other = new Run(
            FeedText.TwoStops(), ("routes/r.yaml", "route: R\nstops: [A, {id: M, name: M, at: [13.705, 100.50]}, B]\npath: {straight: true}\ntravel: {speed_kmh: 50}"));
        Assert.Equal(1, other.Result.Routes[0].Kept);
        Assert.True(other.Read().Patterns.IsStraight(0));
    }

    [Fact]
    public void Service_times_the_trips_that_nothing_else_times_and_adds_those_that_are_missing()
    {
        using var run = new Run(
            Parts(),
            ("routes/r.yaml", Sheet + "\nservice: {days: S, between: [10:00, 11:00], every: 10m}"),
            ("routes/q.yaml", "route: Q\nstops: [A, B]\npath: {straight: true}\ntravel: {speed_kmh: 30}\nservice: [{days: S, direction: 0, departures: [08:00, 09:00, 10:00]}, {days: S, direction: 1, between: [06:00, 07:00], every: 10m}]"));
        var feed = run.Read();

        Assert.Equal((8 * 3600, 9 * 3600, 10 * 3600), (feed.Trips.StartSeconds(run.Trip("V")), feed.Trips.StartSeconds(run.Trip("W")), feed.Trips.StartSeconds(run.Trip("Q.S.0.1000"))));
        Assert.Equal(600, feed.Trips.Frequencies(run.Trip("Q.S.1.0600"))[0].HeadwaySeconds);
        Assert.Equal("Alpha", feed.Trips.Headsign(run.Trip("Q.S.1.0600")));
        var (q, r) = (run.Result.Routes[0], run.Result.Routes[1]);
        Assert.Equal((2, 2, 0), (q.Timed, q.Added, q.Untimed));
        Assert.Equal((2, 0, 2), (r.Timed, r.Added, r.ServiceIgnored));
    }

    [Fact]
    public void Leaves_out_what_nobody_can_ride_with_everything_that_names_it()
    {
        using var run = new Run(Parts(), onlyRidable: true, ("routes/r.yaml", Sheet));
        var feed = run.Read();

        Assert.Equal((1, 2, 2, 1), (feed.Routes.Count, feed.Trips.Count, run.Result.TripsLeftOut, run.Result.RoutesLeftOut));
        Assert.Equal("เบต้า", feed.Translations.Find("trips", "trip_headsign", "th", "T", "Beta"));
        Assert.Null(feed.Translations.Find("routes", "route_long_name", "th", "Q", "Elsewhere"));
    }

    [Fact]
    public void Only_the_trips_of_a_shape_are_meant_where_a_sheet_names_it()
    {
        using var run = new Run(Parts(), ("routes/r.yaml", Sheet + "\nshapes: s1"));

        Assert.Equal(1, Assert.Single(run.Result.Routes).Timed);
        Assert.Equal(-1, run.Read().Trips.PatternIndex(run.Trip("U")));
    }

    [Theory]
    [InlineData("route: RR\nstops: [A, B]\npath: {straight: true}\ntravel: {speed_kmh: 50}", "routes/r.yaml:1: the feed has no route 'RR'")]
    [InlineData("route: R\nstops: [A, C]\npath: {straight: true}\ntravel: {speed_kmh: 50}", "no line defines the stop 'C'")]
    [InlineData("route: R\nstops: [A, {id: B, name: Other, at: [13.72, 100.5]}]\npath: {straight: true}\ntravel: {speed_kmh: 50}", "the stop 'B' is already in the feed")]
    [InlineData("route: R\nstops: [A, B]\npath: {straight: true}\ntravel: {speed_kmh: 50, between: [10:00, 11:00]}", "there is no travel time for trip 'T'")]
    [InlineData("route: R\nstops: [A, B]\npath: {straight: true}\ntravel: {speed_kmh: 50, days: Monday}", "there is no day type 'Monday'")]
    public void Says_what_is_wrong_in_a_sheet_and_writes_nothing(string sheet, string message)
    {
        using var run = new Run(Parts(), ("routes/r.yaml", sheet));

        Assert.Contains(message, string.Join('\n', run.Result.Problems.InOrder()), StringComparison.Ordinal);
        Assert.Equal(0, run.Length);
    }

    [Fact]
    public void Two_sheets_for_one_trip_are_a_mistake()
    {
        using var run = new Run(Parts(), ("routes/a.yaml", Sheet), ("routes/b.yaml", "route: R\nstops: [A, B]\npath: {straight: true}\ntravel: {speed_kmh: 50}"));

        Assert.Contains("is completed by another sheet already", string.Join('\n', run.Result.Problems.InOrder()), StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_input_gives_equal_bytes()
    {
        using var one = new Run(Parts(), ("routes/r.yaml", Sheet));
        using var two = new Run(Parts(), ("routes/r.yaml", Sheet));

        Assert.Equal(one.Bytes, two.Bytes);
    }

    private sealed class Run : IDisposable
    {
        private readonly TemporaryFeeds feeds;
        private readonly MemoryStream zip = new();
        private Schedule? schedule;

        public Run(FeedText feed, params (string Path, string Text)[] sheets)
            : this(feed, onlyRidable: false, sheets)
        {
        }

        public Run(FeedText feed, bool onlyRidable, params (string Path, string Text)[] sheets)
        {
            this.feeds = new TemporaryFeeds(feed);
            Result = FeedCompleter.Complete(
                this.feeds[0], SheetFiles.OfTexts(sheets.ToDictionary(s => s.Path, s => s.Text)), draw: null, onlyRidable, this.zip, TestContext.Current.CancellationToken);
        }

        public CompletionResult Result { get; }

        public long Length => this.zip.Length;

        public byte[] Bytes => this.zip.ToArray();

        public Schedule Read()
        {
            if (this.schedule is null)
            {
                var path = this.feeds.New("completed.zip");
                File.WriteAllBytes(path, Bytes);
                this.schedule = ScheduleReader.Read(path, cancellationToken: TestContext.Current.CancellationToken).Schedule;
            }

            return this.schedule;
        }

        public int Trip(string id) => Read().Trips.TryFind(id, out var trip) ? trip : throw new InvalidOperationException($"There is no trip {id}.");

        public void Dispose()
        {
            this.feeds.Dispose();
            this.zip.Dispose();
        }
    }
}
