using TransitHub.Gtfs.Reading;
using TransitHub.Testing;

namespace TransitHub.Gtfs.Tests.Reading;

public sealed class CorpusTests
{
    public static TheoryData<string> Feeds()
    {
        var feeds = new TheoryData<string>();
        foreach (var collection in (string[])["etalab", "transitfeed"])
        {
            var root = SharedData.Path(Path.Combine("gtfs-corpus", collection));
            if (Directory.Exists(root))
            {
                foreach (var feed in Directory.EnumerateFileSystemEntries(root).Where(path => !path.EndsWith("LICENSE-MIT.txt", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
                {
                    feeds.Add(Path.Combine("gtfs-corpus", collection, Path.GetFileName(feed)));
                }
            }
        }

        if (feeds.Count == 0)
        {
            feeds.Add("gtfs-corpus");
        }

        return feeds;
    }

    [Theory]
    [MemberData(nameof(Feeds))]
    public void Reads_every_odd_feed_and_says_where_it_is_odd(string feed)
    {
        Assert.SkipUnless(SharedData.Has(feed), SharedData.SkipReason);

        var (schedule, notices) = ScheduleReader.Read(SharedData.Path(feed), cancellationToken: TestContext.Current.CancellationToken);

        ScheduleSoundness.Check(schedule);
        TestContext.Current.TestOutputHelper?.WriteLine($"{feed}: {schedule.Stops.Count} stops, {schedule.Trips.Count} trips, {schedule.Patterns.Count} patterns");
        Assert.All(notices, notice =>
        {
            TestContext.Current.TestOutputHelper?.WriteLine(notice.ToString());
            Assert.Matches("^[a-z0-9_]+$", notice.Code);
            Assert.EndsWith(".", notice.Message, StringComparison.Ordinal);
            Assert.True(notice.Line == 0 || notice.File.Length > 0);
        });
    }

    [Theory]
    [InlineData("etalab/agency", "invalid_timezone", "agency.txt", 2, "agency_timezone", "Europe/x")]
    [InlineData("etalab/arrange_by_phone_stops", "leading_or_trailing_whitespaces", "stops.txt", 2, "stop_lat", " 48.796058 ")]
    [InlineData("etalab/check_id", "point_near_origin", "stops.txt", 7, "stop_lat", "0")]
    [InlineData("etalab/duplicates", "overlapping_frequency", "frequencies.txt", 13, "start_time", "19:00:00")]
    [InlineData("etalab/duplicates", "number_out_of_range", "shapes.txt", 4, "shape_pt_lat", "97.64430")]
    [InlineData("etalab/duplicate_stop_sequence", "duplicate_key", "stop_times.txt", 6, "stop_sequence", null)]
    [InlineData("etalab/invalid_references", "foreign_key_violation", "routes.txt", 8, "agency_id", "unknown_agency")]
    [InlineData("etalab/invalid_stop_file", "invalid_float", "stops.txt", 13, "stop_lat", "baaaaaad_coord")]
    [InlineData("etalab/missing_mandatory_files", "missing_required_file", "stop_times.txt", 0, null, null)]
    [InlineData("etalab/route_type_missing", "missing_required_field", "routes.txt", 2, "route_type", "")]
    [InlineData("etalab/stop_times_increase", "stop_time_with_arrival_before_previous_departure_time", "stop_times.txt", 9, "arrival_time", null)]
    [InlineData("etalab/stops", "invalid_row_length", "trips.txt", 2, null, null)]
    [InlineData("etalab/sub_folder", "invalid_input_files_in_subfolder", "gtfs/", 0, null, null)]
    [InlineData("transitfeed/bad_date_format", "invalid_date", "calendar.txt", 2, "start_date", "2007.01.01")]
    [InlineData("transitfeed/bad_utf8", "invalid_character", "agency.txt", 2, "agency_name", null)]
    [InlineData("transitfeed/contains_null", "invalid_character", "stops.txt", 9, "stop_name", null)]
    [InlineData("transitfeed/duplicate_schedule_id", "duplicate_key", "calendar.txt", 4, "service_id", "WE")]
    [InlineData("transitfeed/empty_file", "empty_file", "agency.txt", 0, null, null)]
    [InlineData("transitfeed/extra_row_cells", "invalid_row_length", "routes.txt", 4, null, null)]
    [InlineData("transitfeed/missing_column", "missing_required_column", "agency.txt", 1, "agency_name", null)]
    [InlineData("transitfeed/missing_departure_time", "stop_time_with_only_arrival_or_departure_time", "stop_times.txt", 3, "departure_time", "")]
    [InlineData("transitfeed/missing_weekday_column", "missing_required_column", "calendar.txt", 1, "thursday", null)]
    [InlineData("transitfeed/negative_stop_sequence", "number_out_of_range", "stop_times.txt", 9, "stop_sequence", "-2")]
    [InlineData("transitfeed/undefined_stop", "foreign_key_violation", "stop_times.txt", 11, "stop_id", "NADAR")]
    [InlineData("transitfeed/unknown_file", "unknown_file", "frecuencias.txt", 0, null, null)]
    [InlineData("transitfeed/unknown_format.zip", "unreadable_zip", "", 0, null, null)]
    [InlineData("transitfeed/utf16", "invalid_encoding", "stops.txt", 0, null, null)]
    public void Names_the_place_of_the_fault_that_a_feed_was_made_for(string feed, string code, string file, int line, string? field, string? value)
    {
        var path = Path.Combine("gtfs-corpus", feed);
        Assert.SkipUnless(SharedData.Has(path), SharedData.SkipReason);

        var notices = ScheduleReader.Read(SharedData.Path(path), cancellationToken: TestContext.Current.CancellationToken).Notices;

        Assert.Contains(notices, notice => notice.Code == code && notice.File == file && notice.Line == line
            && (field is null || notice.Field == field) && (value is null || notice.Value == value));
    }

    [Theory]
    [InlineData("transitfeed/bad_eol.zip")]
    [InlineData("transitfeed/bad_utf8")]
    [InlineData("transitfeed/contains_null")]
    [InlineData("transitfeed/missing_agency")]
    [InlineData("transitfeed/missing_calendar")]
    [InlineData("transitfeed/missing_column")]
    [InlineData("transitfeed/missing_routes")]
    [InlineData("transitfeed/missing_weekday_column")]
    [InlineData("transitfeed/utf16")]
    [InlineData("transitfeed/utf8bom")]
    public void Uses_all_trips_of_a_feed_whose_fault_lies_elsewhere(string feed)
    {
        var path = Path.Combine("gtfs-corpus", feed);
        Assert.SkipUnless(SharedData.Has(path), SharedData.SkipReason);

        var schedule = ScheduleReader.Read(SharedData.Path(path), cancellationToken: TestContext.Current.CancellationToken).Schedule;

        Assert.Equal((11, 28, 9), (schedule.Trips.Count, schedule.Trips.StopTimeCount, schedule.Patterns.Count));
    }
}
