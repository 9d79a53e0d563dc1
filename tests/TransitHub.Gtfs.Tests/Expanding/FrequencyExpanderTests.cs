using TransitHub.Gtfs.Expanding;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Rules;
using TransitHub.Gtfs.Time;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Gtfs.Tests.Expanding;

public sealed class FrequencyExpanderTests : IDisposable
{
    private readonly TemporaryFeeds feeds = new(FeedText.TwoStops()
        .With("trips.txt", "route_id,service_id,trip_id,block_id,trip_headsign\nR,S,T,b1,\nR,S,U,b1,\nR,S,V,,\nR,S,W,,")
        .With("stop_times.txt", """
            trip_id,arrival_time,departure_time,stop_id,stop_sequence
            T,08:00:00,08:00:00,A,1
            T,08:05:00,08:05:00,B,2
            U,00:00:10,00:00:10,A,1
            U,,,A,2
            U,00:06:10,00:06:10,B,3
            V,09:00:00,09:00:00,A,1
            V,09:05:00,09:05:00,B,2
            W,09:30:00,09:30:00,A,1
            W,09:35:00,09:35:00,B,2
            """)
        .With("frequencies.txt", "trip_id,start_time,end_time,headway_secs,exact_times\nT,06:00:00,06:30:00,600,1\nU,23:50:00,24:10:30,615,1\nV,10:00:00,11:00:00,900,0\nV,11:00:00,12:00:00,900,1")
        .With("feed_info.txt", "feed_publisher_name,feed_publisher_url,feed_lang\nX,https://example.org,th")
        .With("attributions.txt", "attribution_id,trip_id,organization_name,is_operator\na,T,Boats,1\nb,V,Boats,1")
        .With("translations.txt", "table_name,field_name,language,translation,record_id\ntrips,trip_headsign,en,North,T\nroutes,route_long_name,th,แอลฟา,R"));

    public void Dispose() => this.feeds.Dispose();

    [Fact]
    public void Each_departure_with_exact_times_becomes_a_trip_whose_id_tells_it()
    {
        var (schedule, report) = this.Expand(alsoInexact: false);

        Assert.Equal((3, 3 + 2 + 4, 1, 1), (report.Templates, report.Trips, report.WindowsLeft, report.RowsLeftOut));
        Assert.Equal(
            ["T@0600 21600", "T@0610 22200", "T@0620 22800", "U@2350 85800", "U@240015 86415", "V 32400", "V@1100 39600", "V@1115 40500", "V@1130 41400", "V@1145 42300", "W 34200"],
            Enumerable.Range(0, schedule.Trips.Count).Select(trip => $"{schedule.Trips.Id(trip)} {schedule.Trips.StartSeconds(trip)}").Order(StringComparer.Ordinal));
        Assert.True(schedule.Trips.TryFind("U@240015", out var late));
        Assert.Equal(86415 + 360, schedule.Trips.EndSeconds(late));
        Assert.Equal(-1, schedule.Trips.BlockIndex(late));
        Assert.True(schedule.Trips.TryFind("T@0610", out var early));
        Assert.Equal("North", schedule.Translations.Find("trips", "trip_headsign", "en", "T@0610", schedule.Trips.Headsign(early)));
        Assert.True(schedule.Trips.TryFind("V", out var template));
        Assert.Equal(36000, Assert.Single(schedule.Trips.Frequencies(template).ToArray()).StartSeconds);
    }

    [Fact]
    public void Departures_without_exact_times_become_trips_when_that_is_asked_for_and_no_window_is_left()
    {
        var (schedule, report) = this.Expand(alsoInexact: true);

        Assert.Equal((13, 0, 2), (report.Trips, report.WindowsLeft, report.RowsLeftOut));
        Assert.Equal(0, schedule.Frequencies.Count);
        Assert.False(schedule.Trips.TryFind("V", out _));
        Assert.True(schedule.Trips.TryFind("V@1045", out _));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_written_has_no_error_and_is_the_same_each_time(bool alsoInexact)
    {
        this.Expand(alsoInexact);
        var first = File.ReadAllBytes(this.feeds.New("expanded.zip"));
        this.Expand(alsoInexact);
        var options = new ValidationOptions { Today = ServiceDate.From(2026, 3, 2) };
        var report = GtfsValidator.Validate(this.feeds.New("expanded.zip"), options, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(first, File.ReadAllBytes(this.feeds.New("expanded.zip")));
        Assert.False(report.HasErrors, string.Join('\n', report.Notices.Select(notice => notice.ToString())));
    }

    private (Schedule Schedule, ExpansionReport Report) Expand(bool alsoInexact)
    {
        var path = this.feeds.New("expanded.zip");
        ExpansionReport report;
        using (var zip = File.Create(path))
        {
            report = FrequencyExpander.Expand(this.feeds[0], alsoInexact, zip, TestContext.Current.CancellationToken);
        }

        return (ScheduleReader.Read(path, cancellationToken: TestContext.Current.CancellationToken).Schedule, report);
    }
}
