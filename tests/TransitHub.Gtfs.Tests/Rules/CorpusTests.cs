using TransitHub.Gtfs.Rules;
using TransitHub.Gtfs.Time;
using TransitHub.Testing;

namespace TransitHub.Gtfs.Tests.Rules;

/// <summary>Feeds that others broke to test their validators: the names of the folders tell what is wrong.</summary>
public sealed class CorpusTests
{
    [Theory]
    [InlineData("etalab/agency", "inconsistent_agency_timezone", "invalid_timezone", "invalid_url")]
    [InlineData("etalab/check_id", "non_ascii_or_non_printable_char")]
    [InlineData("etalab/check_name", "missing_stop_name", "route_both_short_and_long_name_missing")]
    [InlineData("etalab/duplicate_stop_sequence", "duplicate_key")]
    [InlineData("etalab/duplicates", "duplicate_key", "overlapping_frequency", "duplicate_route_name")]
    [InlineData("etalab/duration_distance", "fast_travel_between_consecutive_stops", "fast_travel_between_far_stops")]
    [InlineData("etalab/fare_attributes", "invalid_currency", "missing_required_field")]
    [InlineData("etalab/feed_info", "feed_info_lang_and_agency_lang_mismatch", "more_than_one_entity", "invalid_url")]
    [InlineData("etalab/interpolated_stop_times", "missing_trip_edge")]
    [InlineData("etalab/invalid_references", "foreign_key_violation")]
    [InlineData("etalab/invalid_stop_file", "invalid_float", "stop_without_location")]
    [InlineData("etalab/missing_agency_id", "missing_required_agency_id")]
    [InlineData("etalab/missing_mandatory_files", "missing_required_file", "missing_required_column")]
    [InlineData("etalab/route_type_invalid", "unexpected_enum_value")]
    [InlineData("etalab/route_type_missing", "missing_required_field")]
    [InlineData("etalab/shapes", "unused_shape", "stop_too_far_from_shape", "number_out_of_range")]
    [InlineData("etalab/stop_times_increase", "start_and_end_range_out_of_order")]
    [InlineData("etalab/stop_times_location_type", "location_with_unexpected_stop_time")]
    [InlineData("etalab/stops", "station_with_parent_station", "location_without_parent_station", "wrong_parent_location_type")]
    [InlineData("etalab/sub_folder", "invalid_input_files_in_subfolder")]
    [InlineData("etalab/unused_stop", "stop_without_stop_time")]
    [InlineData("transitfeed/bad_date_format", "invalid_date")]
    [InlineData("transitfeed/bad_utf8", "invalid_character")]
    [InlineData("transitfeed/contains_null", "invalid_character")]
    [InlineData("transitfeed/duplicate_schedule_id", "duplicate_key")]
    [InlineData("transitfeed/duplicate_stop_sequence", "duplicate_key")]
    [InlineData("transitfeed/empty_file", "empty_file")]
    [InlineData("transitfeed/extra_row_cells", "invalid_row_length")]
    [InlineData("transitfeed/invalid_agency_ids", "missing_required_agency_id")]
    [InlineData("transitfeed/invalid_route_agency", "foreign_key_violation")]
    [InlineData("transitfeed/missing_agency", "missing_required_file")]
    [InlineData("transitfeed/missing_calendar", "missing_calendar_and_calendar_date_files")]
    [InlineData("transitfeed/missing_column", "missing_required_column")]
    [InlineData("transitfeed/missing_departure_time", "stop_time_with_only_arrival_or_departure_time")]
    [InlineData("transitfeed/missing_endpoint_times", "missing_trip_edge")]
    [InlineData("transitfeed/missing_row_cells", "invalid_row_length")]
    [InlineData("transitfeed/missing_weekday_column", "missing_required_column")]
    [InlineData("transitfeed/negative_stop_sequence", "number_out_of_range")]
    [InlineData("transitfeed/repeated_route_name", "duplicate_route_name")]
    [InlineData("transitfeed/same_short_long_name", "route_long_name_contains_short_name")]
    [InlineData("transitfeed/undefined_stop", "foreign_key_violation")]
    [InlineData("transitfeed/unknown_file", "unknown_file")]
    [InlineData("transitfeed/unrecognized_columns", "unknown_column")]
    [InlineData("transitfeed/unused_stop", "stop_without_stop_time")]
    [InlineData("transitfeed/utf16", "invalid_encoding")]
    [InlineData("transitfeed/unknown_format.zip", "unreadable_zip")]
    public void Finds_what_the_name_of_the_folder_says(string folder, params string[] codes)
    {
        var report = Validate(folder);

        Assert.All(codes, code => Assert.Contains(code, report.Notices.Totals.Keys));
        Assert.All(report.Notices, notice => Assert.Equal(RuleCatalog.All[notice.Code].Severity, notice.Severity));
    }

    [Theory]
    [InlineData("transitfeed/good_feed")]
    [InlineData("transitfeed/good_feed.zip")]
    [InlineData("transitfeed/only_calendar_dates")]
    [InlineData("transitfeed/utf8bom")]
    public void Finds_no_error_in_a_good_feed(string folder) => Assert.False(Validate(folder).HasErrors);

    private static ValidationReport Validate(string folder)
    {
        Assert.SkipUnless(SharedData.Has("gtfs-corpus"), SharedData.SkipReason);
        return GtfsValidator.Validate(
            SharedData.Path("gtfs-corpus/" + folder), new ValidationOptions { Today = ServiceDate.From(2018, 1, 1) }, null, TestContext.Current.CancellationToken);
    }
}
