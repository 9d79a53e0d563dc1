using System.IO.Compression;
using TransitHub.Gtfs.Merging;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Time;
using TransitHub.Testing;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Gtfs.Tests.Merging;

public sealed class FeedMergerTests
{
    /// <summary>Another operator, in part with the ids of <see cref="FeedText.TwoStops"/>: stop A is another place, stop B the same.</summary>
    private static FeedText Other() => FeedText.TwoStops()
        .With("agency.txt", "agency_name,agency_url,agency_timezone\nOther Buses,https://other.example,Asia/Bangkok")
        .With("stops.txt", "stop_id,stop_name,stop_lat,stop_lon\nA,Airport,13.90,100.60\nB,Beta,13.71,100.50")
        .With("routes.txt", "route_id,route_short_name,route_long_name,route_type,route_desc\nR,9,Airport to Beta,3,express")
        .With("calendar.txt", "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nDAILY,1,1,1,1,1,1,1,20260101,20261231")
        .With("trips.txt", "route_id,service_id,trip_id,block_id\nR,DAILY,T,K")
        .With("stop_times.txt", "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nT,09:00:00,09:00:00,A,1\nT,09:30:00,09:30:00,B,2");

    [Fact]
    public void Renames_only_ids_that_mean_another_thing_and_joins_what_is_the_same()
    {
        (Schedule merged, MergeReport report, _) = Merge(null, FeedText.TwoStops(), Other());

        Assert.Equal(["A", "B", "feed1:A"], Ids(merged.Stops.Count, merged.Stops.Id).Order(StringComparer.Ordinal));
        Assert.Equal(["R", "feed1:R"], Ids(merged.Routes.Count, merged.Routes.Id));
        Assert.Equal(["X", "feed1"], Ids(merged.Agencies.Count, merged.Agencies.Id));
        Assert.Equal("S", Assert.Single(Ids(merged.Services.Count, merged.Services.Id)));
        Assert.True(merged.Trips.TryFind("feed1:T", out int trip));
        Assert.Equal(["feed1:A", "B"], merged.Patterns.Stops(merged.Trips.PatternIndex(trip)).ToArray().Select(merged.Stops.Id));
        Assert.Equal("feed1", merged.Agencies.Id(merged.Routes.AgencyIndex(merged.Trips.RouteIndex(trip))));
        Assert.Equal((1, 1), report.Ids.Where(i => i is { Feed: "feed1", Kind: "stop" }).Select(i => (i.Renamed, i.Joined)).Single());
        Assert.Contains("DAILY = S", report.Ids.Single(i => i is { Feed: "feed1", Kind: "service" }).Changes);
        Assert.Equal(new MergedFile("stops.txt", 4, 3, 1), report.Files.Single(f => f.File == "stops.txt"));
    }

    [Fact]
    public void Merging_a_feed_with_itself_gives_its_rows_once()
    {
        (Schedule merged, MergeReport report, _) = Merge(null, FeedText.TwoStops(), FeedText.TwoStops());

        Assert.Equal((2, 1, 1, 1), (merged.Stops.Count, merged.Routes.Count, merged.Trips.Count, merged.Agencies.Count));
        Assert.All(report.Ids, ids => Assert.Equal(0, ids.Renamed));
    }

    [Fact]
    public void Gives_equal_bytes_for_equal_feeds()
    {
        (_, _, byte[] one) = Merge(null, FeedText.TwoStops(), Other());
        (_, _, byte[] other) = Merge(null, FeedText.TwoStops(), Other());

        Assert.Equal(one, other);
    }

    [Fact]
    public void Puts_the_feeds_name_before_every_id_when_asked()
    {
        (Schedule merged, _, _) = Merge(new MergeOptions { PrefixAll = true }, FeedText.TwoStops(), Other());

        Assert.All(Ids(merged.Stops.Count, merged.Stops.Id), id => Assert.StartsWith("feed", id, StringComparison.Ordinal));
        Assert.True(merged.Trips.TryFind("feed0:T", out int trip));
        Assert.True(merged.Services.IsActive(merged.Trips.ServiceIndex(trip), ServiceDate.From(2026, 5, 1)));
        Assert.Equal(2, Enumerable.Range(0, merged.Trips.Count).Count(t => merged.Trips.PatternIndex(t) >= 0));
    }

    [Fact]
    public void Refuses_agencies_of_different_time_zones_and_says_what_to_do()
    {
        MergeException problem = Assert.Throws<MergeException>(() => Merge(
            null, FeedText.TwoStops(), Other().With("agency.txt", "agency_name,agency_url,agency_timezone\nOther,https://o.example,Asia/Tokyo")));

        Assert.Contains("Asia/Bangkok: feed0", problem.Message, StringComparison.Ordinal);
        Assert.Contains("serve --feed A", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Carries_fares_flexible_service_pathways_translations_and_unknown_files_with_their_ids()
    {
        FeedText second = Other()
            .With("fare_attributes.txt", "fare_id,price,currency_type,payment_method,transfers\nF,20,THB,0,0")
            .With("fare_rules.txt", "fare_id,route_id,origin_id\nF,R,Z")
            .With("pathways.txt", "pathway_id,from_stop_id,to_stop_id,pathway_mode,is_bidirectional\nP,A,B,1,1")
            .With("booking_rules.txt", "booking_rule_id,booking_type\nBK,0")
            .With("translations.txt", "table_name,field_name,language,record_id,translation\nstops,stop_name,th,A,สนามบิน")
            .With("locations.geojson", """{"type":"FeatureCollection","features":[{"type":"Feature","id":"area","properties":{},"geometry":null}]}""")
            .With("notes.txt", "a,b\n1,2");
        FeedText first = FeedText.TwoStops()
            .With("fare_attributes.txt", "fare_id,price,currency_type,payment_method,transfers\nF,10,THB,0,0")
            .With("locations.geojson", """{"type":"FeatureCollection","features":[{"type":"Feature","id":"area","properties":{"stop_name":"other"},"geometry":null}]}""")
            .With("notes.txt", "x");
        (_, MergeReport report, byte[] zip) = Merge(null, first, second);

        Assert.Equal("agency_id,fare_id,price,currency_type,payment_method,transfers\nX,F,10,THB,0,0\nfeed1,feed1:F,20,THB,0,0\n", FileOf(zip, "fare_attributes.txt"));
        Assert.Equal("fare_id,route_id,origin_id\nfeed1:F,feed1:R,Z\n", FileOf(zip, "fare_rules.txt"));
        Assert.Equal("pathway_id,from_stop_id,to_stop_id,pathway_mode,is_bidirectional\nP,feed1:A,B,1,1\n", FileOf(zip, "pathways.txt"));
        Assert.Contains("BK,0", FileOf(zip, "booking_rules.txt"), StringComparison.Ordinal);
        Assert.Contains("th,feed1:A,สนามบิน", FileOf(zip, "translations.txt"), StringComparison.Ordinal);
        Assert.Contains("\"id\":\"feed1:area\"", FileOf(zip, "locations.geojson"), StringComparison.Ordinal);
        Assert.Equal(("x\n", "a,b\n1,2\n"), (FileOf(zip, "notes.txt"), FileOf(zip, "feed1-notes.txt")));
        Assert.Contains(report.Notes, n => n.Contains("carried byte by byte as feed1-notes.txt", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"features":[{"id":"\ud800"}]}""")]
    [InlineData("""{"features":[{"id":"a","id":"b"}]}""")]
    [InlineData("""{"features":{}}""")]
    [InlineData("""[""")]
    public void Refuses_areas_that_are_no_collection_of_features_and_names_the_feed(string geojson)
    {
        MergeException problem = Assert.Throws<MergeException>(() => Merge(null, FeedText.TwoStops(), Other().With("locations.geojson", geojson)));

        Assert.StartsWith("feed1: locations.geojson is no GeoJSON collection of features", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keeps_the_columns_of_every_feed()
    {
        (_, _, byte[] zip) = Merge(null, FeedText.TwoStops(), Other());

        Assert.Equal(
            "route_id,agency_id,route_short_name,route_long_name,route_type,route_desc\nR,X,1,Alpha to Beta,3,\nfeed1:R,feed1,9,Airport to Beta,3,express\n",
            FileOf(zip, "routes.txt"));
    }

    [Fact]
    public void Tells_of_texts_that_two_feeds_translate_differently()
    {
        const string Header = "table_name,field_name,language,field_value,translation\n";
        (_, MergeReport report, byte[] zip) = Merge(
            null,
            FeedText.TwoStops().With("translations.txt", Header + "stops,stop_name,th,Beta,เบต้า"),
            Other().With("translations.txt", Header + "stops,stop_name,th,Beta,บีตา"));

        Assert.Equal(Header + "stops,stop_name,th,Beta,เบต้า\n", FileOf(zip, "translations.txt"));
        Assert.Contains(report.Notes, n => n.StartsWith("translations.txt: 1 texts are translated differently", StringComparison.Ordinal));
    }

    [Fact]
    public void Makes_one_station_of_stops_of_several_feeds_with_one_name_in_any_language()
    {
        FeedText second = Other()
            .With("stops.txt", "stop_id,stop_name,stop_lat,stop_lon\nA,Airport,13.90,100.60\nB2,ท่าเบต้า,13.7103,100.50")
            .With("stop_times.txt", "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nT,09:00:00,09:00:00,A,1\nT,09:30:00,09:30:00,B2,2")
            .With("translations.txt", "table_name,field_name,language,record_id,translation\nstops,stop_name,en,B2,BETA");
        (Schedule merged, MergeReport report, _) = Merge(new MergeOptions { MakeStations = true }, FeedText.TwoStops(), second);

        StopCluster cluster = Assert.Single(report.Clusters);
        Assert.Equal(["B", "B2"], cluster.Stops);
        Assert.Equal(("station:B", "beta", true), (cluster.Station, cluster.Name, cluster.SameModes));
        Assert.Equal(33.4, cluster.Meters, 0.5);
        Assert.True(merged.Stops.TryFind("station:B", out int station));
        Assert.Equal(1, merged.Stops.LocationType(station));
        Assert.True(merged.Stops.TryFind("B2", out int stop));
        Assert.Equal(station, merged.Stops.ParentIndex(stop));
    }

    [Fact]
    public void Makes_no_station_of_stops_too_far_apart_or_of_one_feed()
    {
        FeedText second = Other().With("stops.txt", "stop_id,stop_name,stop_lat,stop_lon\nA,Airport,13.90,100.60\nA3,Airport,13.9001,100.60\nB2,Beta,13.7120,100.50");
        (_, MergeReport report, _) = Merge(new MergeOptions { MakeStations = true }, FeedText.TwoStops(), second);

        Assert.Empty(report.Clusters);
    }

    [Fact]
    public void Joins_stops_that_have_stations_of_their_own_by_transfers()
    {
        static FeedText Station(FeedText feed, string id, string lat) => feed.With(
            "stops.txt", $"stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n{id},Beta,{lat},100.50,,S{id}\nS{id},Beta,{lat},100.50,1,\nA,Alpha,13.70,100.50,,").With(
            "stop_times.txt", $"trip_id,arrival_time,departure_time,stop_id,stop_sequence\nT,08:00:00,08:00:00,A,1\nT,08:05:00,08:05:00,{id},2");
        (_, MergeReport report, byte[] zip) = Merge(new MergeOptions { MakeStations = true }, Station(FeedText.TwoStops(), "B", "13.71"), Station(Other(), "C", "13.7102"));

        Assert.Contains(report.Clusters, c => c.Station is null && c.Stops.SequenceEqual(["B", "C"]));
        Assert.Equal("from_stop_id,to_stop_id,transfer_type\nB,C,0\nC,B,0\n", FileOf(zip, "transfers.txt"));
    }

    [Fact]
    public void Serves_no_day_twice_with_an_upcoming_version_and_keeps_its_ids()
    {
        FeedText upcoming = FeedText.TwoStops()
            .With("calendar.txt", "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nS,1,1,1,1,1,0,0,20260601,20270630")
            .With("trips.txt", "route_id,service_id,trip_id\nR,S,T\nR,S,U")
            .With("stop_times.txt", "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nT,08:00:00,08:00:00,A,1\nT,08:05:00,08:05:00,B,2\nU,10:00:00,10:00:00,A,1\nU,10:05:00,10:05:00,B,2");
        (Schedule merged, MergeReport report, _) = Merge(new MergeOptions { IsUpcoming = true }, FeedText.TwoStops(), upcoming);

        Assert.Equal(["T", "U"], Ids(merged.Trips.Count, merged.Trips.Id));
        Assert.True(merged.Trips.TryFind("T", out int both) && merged.Trips.TryFind("U", out int later) && both != later);
        bool Runs(string trip, int month, int day) => merged.Trips.TryFind(trip, out int index)
            && merged.Services.IsActive(merged.Trips.ServiceIndex(index), ServiceDate.From(2026, month, day));
        Assert.True(Runs("T", 5, 31), "a Sunday of the current version");
        Assert.False(Runs("T", 6, 7), "a Sunday after the switch");
        Assert.True(Runs("T", 6, 1) && Runs("U", 6, 1));
        Assert.False(Runs("U", 5, 29));
        Assert.Contains(report.Notes, n => n.StartsWith("Until the day before 20260601 feed0 is served", StringComparison.Ordinal));
    }

    [Fact]
    public void Gives_a_changed_trip_of_the_upcoming_version_another_id_from_the_switch_on()
    {
        FeedText upcoming = FeedText.TwoStops()
            .With("stop_times.txt", "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nT,08:02:00,08:02:00,A,1\nT,08:07:00,08:07:00,B,2");
        (Schedule merged, MergeReport report, _) = Merge(new MergeOptions { IsUpcoming = true, SwitchDate = ServiceDate.From(2026, 7, 1) }, FeedText.TwoStops(), upcoming);

        Assert.Equal(["T", "feed1:T"], Ids(merged.Trips.Count, merged.Trips.Id));
        for (var date = ServiceDate.From(2026, 1, 1); date <= ServiceDate.From(2026, 12, 31); date = date.AddDays(1))
        {
            Assert.Equal(1, Enumerable.Range(0, 2).Count(trip => merged.Services.IsActive(merged.Trips.ServiceIndex(trip), date)));
        }

        Assert.Contains("T → feed1:T", report.Ids.Single(i => i is { Feed: "feed1", Kind: "trip" }).Changes);
    }

    [Fact]
    public void Merges_Auckland_with_itself_into_the_same_city()
    {
        Assert.SkipUnless(SharedData.Has("auckland-2019-08-13/gtfs.zip"), SharedData.SkipReason);
        string path = SharedData.Path("auckland-2019-08-13/gtfs.zip");
        using var zip = new MemoryStream();
        MergeReport report = FeedMerger.Merge([path, path], zip, cancellationToken: TestContext.Current.CancellationToken);

        Schedule before = ScheduleReader.Read(path, cancellationToken: TestContext.Current.CancellationToken).Schedule;
        Schedule after = ScheduleReader.Read(new MemoryStream(zip.ToArray()), cancellationToken: TestContext.Current.CancellationToken).Schedule;
        Assert.Equal((before.Trips.Count, before.Trips.StopTimeCount, before.Stops.Count), (after.Trips.Count, after.Trips.StopTimeCount, after.Stops.Count));
        Assert.All(report.Ids, ids => Assert.Equal(0, ids.Renamed));
    }

    private static (Schedule Merged, MergeReport Report, byte[] Zip) Merge(MergeOptions? options, params FeedText[] feeds)
    {
        using TemporaryFeeds folders = new(feeds);
        using var zip = new MemoryStream();
        MergeReport report = FeedMerger.Merge([.. Enumerable.Range(0, feeds.Length).Select(f => folders[f])], zip, options, TestContext.Current.CancellationToken);
        ScheduleReadResult read = ScheduleReader.Read(new MemoryStream(zip.ToArray()), cancellationToken: TestContext.Current.CancellationToken);
        Assert.DoesNotContain(read.Notices, n => n.Code is "foreign_key_violation" or "duplicate_key");
        Assert.Equal(report.Version, read.Schedule.Version);
        return (read.Schedule, report, zip.ToArray());
    }

    private static IEnumerable<string> Ids(int count, Func<int, string> id) => Enumerable.Range(0, count).Select(id);

    private static string FileOf(byte[] zip, string name)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        using var reader = new StreamReader(archive.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }
}
