using System.Text;
using TransitHub.Gtfs.Building;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Sheets;
using TransitHub.Gtfs.Time;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Gtfs.Tests.Building;

public sealed class GtfsBuilderTests
{
    [Fact]
    public void Equal_sheets_give_equal_bytes()
    {
        Assert.Equal(BuiltFeed.Of(new SheetTexts()).Zip, BuiltFeed.Of(new SheetTexts()).Zip);
        Assert.NotEqual(BuiltFeed.Of(new SheetTexts()).Zip, BuiltFeed.Of(new SheetTexts().Replace("lines/orange.yaml", "every: 15m", "every: 14m")).Zip);
    }

    [Fact]
    public void Neither_the_order_of_files_nor_line_ends_change_the_bytes()
    {
        var files = new SheetTexts().Files;
        var other = new SheetFiles(files.Paths.Reverse(), path =>
        {
            using var text = new StreamReader(files.Open(path));
            return new MemoryStream(Encoding.UTF8.GetBytes(text.ReadToEnd().ReplaceLineEndings("\r\n")));
        });

        Assert.Equal(BuiltFeed.Of(new SheetTexts()).Zip, BuiltFeed.Of(LineNetwork.Read(other).Network!).Zip);
    }

    [Fact]
    public void The_feed_reads_without_a_notice_and_holds_what_the_sheets_say()
    {
        var feed = BuiltFeed.Of(new SheetTexts());
        var (schedule, notices) = ScheduleReader.Read(new MemoryStream(feed.Zip), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Empty(notices);
        Assert.Equal((2, 5, 4), (schedule.Routes.Count, schedule.Stops.Count, schedule.Geometries.Count));
        Assert.Equal(
            ["agency.txt", "stops.txt", "routes.txt", "trips.txt", "stop_times.txt", "calendar.txt", "calendar_dates.txt", "shapes.txt",
                "frequencies.txt", "translations.txt", "feed_info.txt", "attributions.txt"],
            feed.Text.Files);
        Assert.Equal(("Asia/Bangkok", feed.Report.Version), (schedule.TimeZone.Id, schedule.Version));
    }

    [Fact]
    public void A_window_is_cut_at_a_departure_where_the_travel_times_change()
    {
        var feed = BuiltFeed.Of(new SheetTexts());

        Assert.Equal(
            [
                "orange.weekday.0.0600 06:00:00 07:00:00 900 0", "orange.weekday.0.0600 09:00:00 10:00:00 900 0",
                "orange.weekday.0.0700 07:00:00 09:00:00 900 0",
            ],
            feed.Text["frequencies.txt"].Where(row => row["trip_id"].StartsWith("orange.weekday.0", StringComparison.Ordinal)).Select(row => string.Join(' ', row.Values)));

        var uneven = BuiltFeed.Of(new SheetTexts().Replace("lines/orange.yaml", "every: 15m", "every: 25m"));
        Assert.Equal(
            ["06:00:00 07:15:00", "09:20:00 10:00:00", "07:15:00 09:20:00"],
            uneven.Text["frequencies.txt"].Where(row => row["trip_id"].StartsWith("orange.weekday.0", StringComparison.Ordinal)).Select(row => row["start_time"] + " " + row["end_time"]));
    }

    [Fact]
    public void Departures_become_trips_with_dwell_and_running_time()
    {
        var feed = BuiltFeed.Of(new SheetTexts());
        var times = feed.Text["stop_times.txt"].Where(row => row["trip_id"] == "orange.weekend.0.2410").ToList();

        Assert.Equal(["S1", "S2", "S3"], times.Select(row => row["stop_id"]));
        Assert.Equal(("24:10:00", "24:10:00"), (times[0]["arrival_time"], times[0]["departure_time"]));
        Assert.Equal(60, Seconds(times[1]["departure_time"]) - Seconds(times[1]["arrival_time"]));
        var (meters, seconds) = (double.Parse(times[1]["shape_dist_traveled"], null), Seconds(times[1]["arrival_time"]) - Seconds(times[0]["departure_time"]));
        Assert.InRange(meters / seconds * 3.6, 17.8, 18);
        Assert.Equal(["1", "0", "0"], times.Select(row => row["timepoint"]));
    }

    [Fact]
    public void Holidays_run_their_day_type_in_place_of_the_usual_one()
    {
        var feed = BuiltFeed.Of(new SheetTexts());

        Assert.Equal(
            ["weekday 20261210 2", "weekend 20261210 1"],
            feed.Text["calendar_dates.txt"].Select(row => string.Join(' ', row.Values)));
        Assert.Equal(["1111100", "0000011"], feed.Text["calendar.txt"].Select(row => string.Concat(row.Values.Skip(1).Take(7))));
    }

    [Fact]
    public void A_boat_leaves_the_way_for_its_piers_and_a_reversed_line_runs_it_backwards()
    {
        var line = new SheetTexts().Network().FindLine("orange")!;
        var (there, back) = (line.Directions[0], line.Directions[1]);

        Assert.All(there.Stops, call => Assert.Contains(call.Stop.Place, there.Path.Points));
        Assert.Contains(new GeoPoint(13.73, 100.494), there.Path.Points);
        Assert.Equal(["S3", "S2", "S1"], back.Stops.Select(call => call.Stop.Id));
        Assert.Equal(there.Path.Points.Reverse(), back.Path.Points);
        Assert.Equal(there.Path.LengthMeters, back.Path.LengthMeters, 0.5);
        Assert.Equal("ท่าใต้", back.To.Main);
    }

    [Fact]
    public void Options_change_time_zone_and_dates_and_with_them_the_version()
    {
        var plain = BuiltFeed.Of(new SheetTexts());
        var other = BuiltFeed.Of(new SheetTexts(), new GtfsBuildOptions
        {
            TimeZone = "Etc/GMT-3",
            ValidFrom = ServiceDate.From(2026, 11, 1),
            ValidTo = ServiceDate.From(2026, 12, 31),
        });

        Assert.Equal(["Etc/GMT-3", "Etc/GMT-3"], other.Text.Column("agency.txt", "agency_timezone"));
        Assert.Equal("20261101 20261231", other.Text["feed_info.txt"][0]["feed_start_date"] + " " + other.Text["feed_info.txt"][0]["feed_end_date"]);
        Assert.NotEqual(plain.Report.Version, other.Report.Version);
        var nowhere = new GtfsBuildOptions { TimeZone = "Asia/Nowhere" };
        Assert.Contains("TZ database", Assert.Throws<ArgumentException>(() => BuiltFeed.Of(new SheetTexts(), nowhere)).Message, StringComparison.Ordinal);
    }

    private static int Seconds(string text) => ServiceTime.TryParse(text, out var time) ? time.Seconds : throw new FormatException(text);
}
