using TransitHub.Core.Observations;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Building;
using TransitHub.Gtfs.Reading;
using TransitHub.Training.Observing;

namespace TransitHub.Training.Tests.Observing;

public sealed class FeedObserverTests
{
    private static readonly TimeZoneInfo Bangkok = TimeZoneInfo.FindSystemTimeZoneById("Asia/Bangkok");

    [Fact]
    public void Positions_alone_tell_the_line_its_two_directions_and_its_stops()
    {
        DraftNetwork draft = Draft(StreetBuses.Reports(buses: 6, everySeconds: 600, pingSeconds: 11, noiseMeters: 8));

        DraftLine line = Assert.Single(draft.Lines);
        Assert.Equal(2, line.Directions.Count);
        Assert.All(line.Directions, d => Assert.InRange(d.Shape.LengthMeters, StreetBuses.Length - 150, StreetBuses.Length + 150));
        Assert.All(line.Directions, d => Assert.InRange(d.Calls.Count, StreetBuses.Stops - 1, StreetBuses.Stops + 1));
        int found = Enumerable.Range(0, StreetBuses.Stops).Count(stop => Distance(draft, stop * 600) <= 30);
        Assert.InRange(found, StreetBuses.Stops - 1, StreetBuses.Stops);
    }

    [Fact]
    public void Shapes_stay_on_the_street_though_reports_cut_its_corner()
    {
        DraftNetwork draft = Draft(StreetBuses.Reports(buses: 8, everySeconds: 450, pingSeconds: 30, noiseMeters: 8));

        Geometry street = Geometry.FromDegrees([StreetBuses.At(0).Lat, StreetBuses.At(3000).Lat, StreetBuses.At(6000).Lat], [StreetBuses.At(0).Lon, StreetBuses.At(3000).Lon, StreetBuses.At(6000).Lon]);
        Geometry shape = draft.Lines[0].Directions[0].Shape;
        for (double along = 100; along < shape.LengthMeters - 100; along += 50)
        {
            (double lat, double lon) = shape.At(along);
            Assert.InRange(OffStreet(street, lat, lon), 0, 20);
        }
    }

    [Fact]
    public void Where_no_two_drives_agree_from_end_to_end_the_part_that_enough_of_them_share_is_drafted()
    {
        (double From, double To)[] seen = [(0, 4200), (1200, 6000), (1800, 6000), (600, 5000)];
        List<AvlReport> reports = [.. StreetBuses.Reports(buses: 4, everySeconds: 600, pingSeconds: 10, noiseMeters: 8).Where(report =>
        {
            int bus = report.Device.ToString()[^1] - '0';
            double at = report.MeasuredAt.UnixMilliseconds / 1000.0 - StreetBuses.Start - (bus * 600);
            double along = Math.Max((report.Latitude - StreetBuses.At(0).Lat) * 110_620, 0) + Math.Max((report.Longitude - StreetBuses.At(0).Lon) * 108_170, 0);
            return at >= 0 && at <= StreetBuses.RunSeconds && along >= seen[bus].From && along <= seen[bus].To;
        })];

        DraftDirection direction = Assert.Single(Assert.Single(Draft(reports).Lines).Directions);
        Assert.InRange(direction.Shape.LengthMeters, 2900, 3400);
        (double lat, double lon) = direction.Shape.At(0);
        Assert.InRange(Geometry.Distance(lat, lon, StreetBuses.At(1800).Lat, StreetBuses.At(1800).Lon), 0, 200);
        Assert.Empty(Draft([.. reports.Where(r => r.Device.ToString() is "bus-0" or "bus-1")]).Lines);
    }

    [Fact]
    public void Run_times_and_headways_are_those_driven()
    {
        DraftNetwork draft = Draft(StreetBuses.Reports(buses: 4, everySeconds: 600, pingSeconds: 11, noiseMeters: 8));

        DraftDirection direction = draft.Lines[0].Directions[0];
        double seconds = direction.Travel[0].Seconds.Sum() + direction.DwellSeconds.Skip(1).SkipLast(1).Sum();
        Assert.InRange(seconds, 0.93 * StreetBuses.RunSeconds, 1.07 * StreetBuses.RunSeconds);
        DraftService service = Assert.Single(direction.Service, s => s.EverySeconds > 0 && s.FromSeconds <= 8 * 3600 && s.ToSeconds >= 9 * 3600);
        Assert.InRange(service.EverySeconds, 540, 660);
        Assert.All(direction.Service, s => Assert.Equal("weekday", s.DayType));
    }

    [Fact]
    public void The_draft_builds_into_a_feed_that_our_reader_takes_without_errors()
    {
        DraftNetwork draft = Draft(StreetBuses.Reports(buses: 6, everySeconds: 600, pingSeconds: 11, noiseMeters: 8));
        DraftFeed feed = DraftFeed.Make(draft, new DraftSheetOptions("A \"draft\"", "https://www.example.org", "Asia/Bangkok", "bus"))!;

        Assert.Empty(feed.Reduced);
        string path = Path.GetTempFileName();
        try
        {
            using (FileStream zip = File.Create(path))
            {
                GtfsBuilder.Build(feed.Network, zip, options: null, TestContext.Current.CancellationToken);
            }

            ScheduleReadResult read = ScheduleReader.Read(path, cancellationToken: TestContext.Current.CancellationToken);
            Assert.True(read.Schedule.Trips.Count > 0);
            Assert.Equal(draft.Stops.Count, read.Schedule.Stops.Count);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_same_reports_in_any_order_give_the_same_draft()
    {
        List<AvlReport> reports = StreetBuses.Reports(buses: 4, everySeconds: 600, pingSeconds: 15, noiseMeters: 8);
        string first = DraftReport.Json(Draft(reports));
        reports.Reverse();

        Assert.Equal(first, DraftReport.Json(Draft(reports)));
    }

    [Fact]
    public void Jumps_and_places_that_do_not_exist_move_nothing()
    {
        List<AvlReport> reports = StreetBuses.Reports(buses: 6, everySeconds: 600, pingSeconds: 11, noiseMeters: 8);
        for (int at = 0; at < reports.Count; at += 50)
        {
            reports[at] = at % 100 == 0 ? reports[at] with { Latitude = 0, Longitude = 0 } : reports[at] with { Latitude = reports[at].Latitude + 0.3 };
        }

        DraftNetwork draft = Draft(reports);
        Assert.Equal((reports.Count + 49) / 50, draft.Facts.Jumps);
        Assert.Single(draft.Lines);
    }

    [Fact]
    public void What_vehicles_say_to_run_names_the_lines_where_it_is_to_be_used()
    {
        List<AvlReport> reports = StreetBuses.Reports(buses: 6, everySeconds: 600, pingSeconds: 11, noiseMeters: 8, route: "12");

        Assert.Equal("12", Draft(reports, new ObserveOptions { RouteOf = RouteOf.Route, TimeZone = Bangkok }).Lines[0].Name);
        Assert.Equal("L001", Draft(reports).Lines[0].Name);
    }

    [Fact]
    public void A_way_that_was_driven_too_seldom_is_no_line()
    {
        List<AvlReport> reports = StreetBuses.Reports(buses: 1, everySeconds: 600, pingSeconds: 11, noiseMeters: 8);

        Assert.NotEmpty(Draft(reports, new ObserveOptions { MinRuns = 3, TimeZone = Bangkok }).Lines);
        Assert.Empty(Draft(reports, new ObserveOptions { MinRuns = 20, TimeZone = Bangkok }).Lines);
    }

    [Fact]
    public void Less_sure_stops_can_be_left_out()
    {
        List<AvlReport> reports = StreetBuses.Reports(buses: 6, everySeconds: 600, pingSeconds: 11, noiseMeters: 8);
        DraftNetwork sure = Draft(reports, new ObserveOptions { MinConfidence = 1, TimeZone = Bangkok });

        Assert.All(sure.Stops, s => Assert.True(s.IsTerminal));
        Assert.True(sure.Stops.Count < Draft(reports).Stops.Count);
    }

    [Fact]
    public void More_reports_than_may_be_kept_are_refused()
    {
        List<AvlReport> reports = StreetBuses.Reports(buses: 1, everySeconds: 600, pingSeconds: 11, noiseMeters: 8);
        FeedObserver observer = new(new ObserveOptions { MaxReports = 2 });

        Assert.Equal([true, true, false], reports.Take(3).Select(observer.TryAdd));
    }

    [Fact]
    public void Settings_out_of_range_are_named()
    {
        Assert.Equal("MinRuns", Assert.Throws<ArgumentOutOfRangeException>(() => new FeedObserver(new ObserveOptions { MinRuns = 1 })).ParamName);
        Assert.Equal("MinConfidence", Assert.Throws<ArgumentOutOfRangeException>(() => new FeedObserver(new ObserveOptions { MinConfidence = 1.1 })).ParamName);
        Assert.Equal("MaxReports", Assert.Throws<ArgumentOutOfRangeException>(() => new FeedObserver(new ObserveOptions { MaxReports = 0 })).ParamName);
    }

    private static DraftNetwork Draft(List<AvlReport> reports, ObserveOptions? options = null)
    {
        FeedObserver observer = new(options ?? new ObserveOptions { TimeZone = Bangkok });
        reports.ForEach(report => Assert.True(observer.TryAdd(report)));
        return observer.Draft();
    }

    private static double Distance(DraftNetwork draft, double along)
    {
        (double lat, double lon) = StreetBuses.At(along);
        return draft.Stops.Min(s => Geometry.Distance(lat, lon, s.Latitude, s.Longitude));
    }

    private static double OffStreet(Geometry street, double lat, double lon) => Enumerable.Range(0, 1201).Min(i =>
    {
        (double onLat, double onLon) = street.At(i * 5);
        return Geometry.Distance(lat, lon, onLat, onLon);
    });
}
