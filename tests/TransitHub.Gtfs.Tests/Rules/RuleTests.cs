using TransitHub.Gtfs.Rules;

namespace TransitHub.Gtfs.Tests.Rules;

/// <summary>
/// Every rule finds its fault, in a feed in which nothing else can have caused it. A row of the data is the finding, the
/// file, the text that is replaced (empty: a row is added; null: the file is left out) and what takes its place.
/// </summary>
public sealed class RuleTests
{
    [Fact]
    public void Finds_nothing_in_a_complete_feed() => Assert.Empty(new CompleteFeed().Validate());

    [Theory]
    [MemberData(nameof(FileFaults))]
    [MemberData(nameof(ValueFaults))]
    [MemberData(nameof(FeedFaults))]
    [MemberData(nameof(StopAndRouteFaults))]
    [MemberData(nameof(TripFaults))]
    [MemberData(nameof(ShapeAndTransferFaults))]
    [MemberData(nameof(StationFaults))]
    [MemberData(nameof(FareFaults))]
    [MemberData(nameof(FlexFaults))]
    public void Finds_the_fault_that_the_rule_is_about(string code, string file, string? from, string to)
    {
        var notices = Change(new CompleteFeed(), file, from, to).Validate("TH");

        var found = notices.Where(notice => notice.Code == code).ToArray();
        Assert.True(found.Length > 0, $"{code} was not found, but {string.Join(", ", notices.Totals.Keys)}");
        Assert.All(notices, notice => Assert.Equal(RuleCatalog.All[notice.Code].Severity, notice.Severity));
        Assert.All(found, notice => Assert.EndsWith(".", notice.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Has_a_test_for_every_rule()
    {
        // Tested by RuleConditionTests, and where files that are no text are made.
        string[] elsewhere =
        [
            "unreadable_zip", "empty_feed", "unreadable_file", "duplicate_file", "invalid_input_files_in_subfolder",
            "invalid_encoding", "invalid_character", "too_many_rows", "expired_calendar", "missing_recommended_file", "missing_calendar_and_calendar_date_files",
        ];
        Assert.Equal(RuleCatalog.All.Keys.Except(elsewhere), AllFaults().Select(fault => fault.Code).Distinct().Order(StringComparer.Ordinal));
    }

    internal static CompleteFeed Change(CompleteFeed feed, string file, string? from, string to) => from switch
    {
        null when to.Length == 0 => feed.Without(file),
        null => feed.With(file, to),
        "" => feed.Add(file, to),
        _ => feed.Edit(file, from, to),
    };

    private static IEnumerable<(string Code, string File, string? From, string To)> AllFaults() =>
        new[] { FileFaults, ValueFaults, FeedFaults, StopAndRouteFaults, TripFaults, ShapeAndTransferFaults, StationFaults, FareFaults, FlexFaults }
            .SelectMany(faults => faults).Select(row => row.Data);

    public static TheoryData<string, string, string?, string> FileFaults => new()
    {
        { "missing_required_file", "agency.txt", null, "" },
        { "missing_required_file", "feed_info.txt", null, "" },
        { "unknown_file", "extra.txt", null, "x" },
        { "empty_file", "areas.txt", null, "\n" },
        { "empty_file", "trips.txt", null, "route_id,service_id,trip_id\n" },
        { "csv_parsing_failed", "areas.txt", "Center", "\"Center" },
        { "missing_required_column", "stop_times.txt", "stop_sequence", "sequence" },
        { "duplicated_column", "areas.txt", "area_id,area_name", "area_id,area_id" },
        { "empty_column_name", "areas.txt", "area_name", "" },
        { "unknown_column", "areas.txt", "area_name", "name" },
        { "invalid_row_length", "areas.txt", "Center", "Center,x" },
        { "empty_row", "areas.txt", "", "," },
        { "duplicate_key", "areas.txt", "", "AR,Other" },
        { "duplicate_key", "stop_areas.txt", "", "AR,A" },
        { "duplicate_key", "stop_times.txt", "T,08:05:00,08:06:00,B,,,2", "T,08:05:00,08:06:00,B,,,1" },
        { "duplicate_key", "shapes.txt", "H,13.71,100.50,2", "H,13.71,100.50,1" },
        { "foreign_key_violation", "stop_areas.txt", "AR,A", "AR,X" },
        { "foreign_key_violation", "trips.txt", "R,S,T", "R,O,T" },
        { "foreign_key_violation", "stop_times.txt", ",Q,", ",O," },
        { "malformed_json", "locations.geojson", "\n]}", "\n]" },
        { "malformed_json", "locations.geojson", "\"Polygon\"", "\"\\ud800\"" },
        { "malformed_json", "locations.geojson", "\"properties\"", "\"\\udc00\"" },
        { "missing_required_element", "locations.geojson", "\"properties\": {}, ", "" },
        { "geo_json_duplicated_element", "locations.geojson", "\"id\": \"Q\"", "\"id\": \"Q\", \"id\": \"Q\"" },
        { "geo_json_unknown_element", "locations.geojson", "\"id\": \"Q\"", "\"id\": \"Q\", \"color\": 1" },
        { "duplicate_geo_json_key", "locations.geojson", "\n]}", "\n, {\"id\": \"Q\", \"type\": \"Feature\", \"properties\": {}, \"geometry\": {\"type\": \"Polygon\", \"coordinates\": []}}]}" },
        { "unsupported_geo_json_type", "locations.geojson", "FeatureCollection", "Collection" },
        { "unsupported_feature_type", "locations.geojson", "\"Feature\"", "\"Thing\"" },
        { "unsupported_geometry_type", "locations.geojson", "\"Polygon\"", "\"Point\"" },
        { "invalid_geometry", "locations.geojson", "[100.6, 13.76], [100.5, 13.75]", "[100.6, 13.76], [100.5, 13.77]" },
        { "point_near_origin", "locations.geojson", "[100.6, 13.76]", "[0.1, 0.1]" },
        { "more_than_one_entity", "feed_info.txt", "", "Other,https://example.org,th,20260101,20261231,1,feed@example.org" },
    };

    public static TheoryData<string, string, string?, string> ValueFaults => new()
    {
        { "missing_required_field", "agency.txt", "Example Boats", "" },
        { "missing_recommended_field", "feed_info.txt", ",1,feed@", ",,feed@" },
        { "leading_or_trailing_whitespaces", "areas.txt", "Center", " Center" },
        { "new_line_in_value", "areas.txt", "Center", "\"Cen\nter\"" },
        { "non_ascii_or_non_printable_char", "areas.txt", "", "ก,Kor" },
        { "mixed_case_recommended_field", "networks.txt", "City", "OLD CITY" },
        { "mixed_case_recommended_field", "networks.txt", "City", "city" },
        { "invalid_color", "routes.txt", "FFFFFF", "white" },
        { "invalid_currency", "fare_attributes.txt", "THB", "BAHT" },
        { "invalid_currency_amount", "fare_products.txt", "20.00", "20.00.0" },
        { "invalid_currency_amount", "fare_products.txt", "20.00", "20.0" },
        { "invalid_date", "calendar.txt", "20261231", "2026-12-31" },
        { "invalid_email", "agency.txt", "info@example.org", "info at example.org" },
        { "invalid_float", "levels.txt", "L0,0", "L0,ground" },
        { "invalid_integer", "frequencies.txt", "600", "ten" },
        { "invalid_language_code", "agency.txt", ",th,", ",thai language," },
        { "invalid_phone_number", "agency.txt", "02 123 4567", "call us?" },
        { "invalid_time", "stop_times.txt", "08:10:00,08:10:00", "8.10,8.10" },
        { "invalid_timezone", "agency.txt", "Asia/Bangkok", "Bangkok" },
        { "invalid_url", "agency.txt", "https://example.org", "example.org" },
        { "number_out_of_range", "stops.txt", "13.70,100.50", "93.70,100.50" },
        { "number_out_of_range", "frequencies.txt", "600", "0" },
        { "unexpected_enum_value", "routes.txt", ",3,https", ",9,https" },
        { "point_near_origin", "stops.txt", "13.70,100.50", "0,0" },
        { "point_near_pole", "shapes.txt", "H,13.70", "H,89.70" },
        { "start_and_end_range_out_of_order", "stop_times.txt", "08:05:00,08:06:00", "08:06:00,08:05:00" },
        { "start_and_end_range_equal", "frequencies.txt", "07:00:00,09:00:00", "07:00:00,07:00:00" },
    };

    public static TheoryData<string, string, string?, string> FeedFaults => new()
    {
        { "missing_required_agency_id", "agency.txt", "", ",Other Boats,https://example.com,Asia/Bangkok,th,," },
        { "missing_recommended_field", "routes.txt", "R,X", "R," },
        { "inconsistent_agency_timezone", "agency.txt", "", "Y,Other Boats,https://example.com,Asia/Tokyo,th,," },
        { "inconsistent_agency_lang", "agency.txt", "", "Y,Other Boats,https://example.com,Asia/Bangkok,en,," },
        { "feed_info_lang_and_agency_lang_mismatch", "feed_info.txt", ",th,", ",en," },
        { "same_route_and_agency_url", "routes.txt", "https://example.org/r", "https://example.org" },
        { "same_stop_and_agency_url", "stops.txt", "13.70,100.50,1,,", "13.70,100.50,1,https://example.org," },
        { "same_stop_and_route_url", "stops.txt", "13.70,100.50,1,,", "13.70,100.50,1,https://example.org/r," },
        { "missing_feed_contact_email_and_url", "feed_info.txt", "feed@example.org", "" },
        { "missing_feed_info_date", "feed_info.txt", "20261231", "" },
        { "future_feed", "feed_info.txt", "20260101", "20260701" },
        { "feed_expiration_date7_days", "feed_info.txt", "20261231", "20260605" },
        { "feed_expiration_date30_days", "feed_info.txt", "20261231", "20260615" },
        { "attribution_without_role", "attributions.txt", "Data,1", "Data,0" },
        { "translation_unknown_table_name", "translations.txt", "stops,", "stations," },
        { "translation_foreign_key_violation", "translations.txt", ",A,", ",O," },
        { "translation_foreign_key_violation", "translations.txt", ",T,1,", ",T,9," },
        { "translation_unexpected_value", "translations.txt", ",A,,", ",A,1," },
        { "translation_unexpected_value", "translations.txt", ",A,,", ",A,,Alpha" },
        { "missing_required_field", "translations.txt", ",A,,", ",,," },
        { "service_has_no_active_day_of_the_week", "calendar.txt", "", "O,0,0,0,0,0,0,0,20260101,20261231" },
        { "big_gap_in_service", "calendar_dates.txt", "", string.Join('\n', Enumerable.Range(10, 15).Select(day => $"S,202607{day},2")) },
        { "service_extends_far_in_the_future", "calendar.txt", "20261231", "20291231" },
        { "future_calendar", "calendar.txt", "20260101", "20260701" },
        { "service_window_outside_feed_period", "feed_info.txt", "20261231", "20261201" },
        { "feed_valid_beyond_total_service_window", "feed_info.txt", "20261231", "20270201" },
        { "trip_coverage_not_active_for_next7_days", "calendar.txt", "20261231", "20260604" },
    };

    public static TheoryData<string, string, string?, string> StopAndRouteFaults => new()
    {
        { "station_with_parent_station", "stops.txt", "1,,,,\n", "1,ST,,,\n" },
        { "location_without_parent_station", "stops.txt", "2,ST", "2," },
        { "platform_without_parent_station", "stops.txt", "1,,0,,,,\nB", "1,,0,,,7,\nB" },
        { "missing_stop_name", "stops.txt", "Beta", "" },
        { "same_name_and_description_for_stop", "stops.txt", "Beta,", "Beta,beta" },
        { "stop_without_location", "stops.txt", "13.71,100.50", "," },
        { "stop_access_specified_for_stop_with_no_parent_station", "stops.txt", "1,,0,,,,\nB", "1,,0,,,,1\nB" },
        { "stop_access_specified_for_incorrect_location", "stops.txt", "2,ST,L0,,", "2,ST,L0,,1" },
        { "wrong_parent_location_type", "stops.txt", "2,ST", "2,A" },
        { "unused_station", "stops.txt", "", "SU,Unused Station,,13.73,100.51,,,1,,,," },
        { "stop_without_stop_time", "stops.txt", "", "O,Omega,,13.73,100.51,1,,0,,,," },
        { "location_with_unexpected_stop_time", "stop_times.txt", "08:15:00,08:15:00,P", "08:15:00,08:15:00,ST" },
        { "stop_without_zone_id", "stops.txt", "13.70,100.50,1", "13.70,100.50," },
        { "route_both_short_and_long_name_missing", "routes.txt", "2,Alpha on Demand", "," },
        { "route_short_name_too_long", "routes.txt", ",2,", ",On Demand Two," },
        { "route_long_name_contains_short_name", "routes.txt", "2,Alpha on", "2,2 Alpha on" },
        { "same_name_and_description_for_route", "routes.txt", "Alpha on Demand,", "Alpha on Demand,Alpha On Demand" },
        { "route_color_contrast", "routes.txt", "000000", "EEEEEE" },
        { "duplicate_route_name", "routes.txt", "", "O,X,1,Alpha to Delta,,3,,,," },
        { "route_networks_specified_in_more_than_one_file", "routes.txt", "continuous_pickup", "network_id" },
    };

    public static TheoryData<string, string, string?, string> TripFaults => new()
    {
        { "unused_trip", "trips.txt", "", "R,S,O,Delta,,,1" },
        { "unusable_trip", "trips.txt", "", "R,S,O,Delta,,,1" },
        { "missing_bike_allowance", "routes.txt", ",11,,,,", ",4,,,," },
        { "inconsistent_route_type_for_block_id", "trips.txt", "F,S,Z,,,", "F,S,Z,,B1," },
        { "block_trips_with_overlapping_stop_times", "stop_times.txt", "U,09:00:00,09:00:00", "U,08:10:00,08:10:00" },
        { "trip_headsign_matches_intermediate_stop", "trips.txt", "T,Delta", "T,Gamma" },
        { "overlapping_frequency", "frequencies.txt", "", "T,08:30:00,10:00:00,600,0" },
        { "missing_required_field", "stop_times.txt", "08:10:00,08:10:00,C", "08:10:00,08:10:00," },
        { "stop_time_with_arrival_before_previous_departure_time", "stop_times.txt", "T,08:10:00", "T,08:04:00" },
        { "stop_time_with_only_arrival_or_departure_time", "stop_times.txt", "T,08:05:00,08:06:00", "T,08:05:00," },
        { "stop_time_timepoint_without_times", "stop_times.txt", "T,08:05:00,08:06:00", "T,," },
        { "missing_timepoint_value", "stop_times.txt", "1.112,1", "1.112," },
        { "missing_trip_edge", "stop_times.txt", "T,08:00:00,08:00:00", "T,," },
        { "decreasing_or_equal_stop_time_distance", "stop_times.txt", "0,0,2.224", "0,0,1.112" },
        { "unsorted_stop_times", "stop_times.txt", "", "T,08:20:00,08:20:00,A,,,5,,,0,0,3.337,1,," },
        { "trip_distance_exceeds_shape_distance", "stop_times.txt", "09:15:00,A,,,4,,,0,0,3.336", "09:15:00,B,,,4,,,0,0,3.4" },
        { "trip_distance_exceeds_shape_distance_below_threshold", "stop_times.txt", "3.336", "3.4" },
        { "trip_with_shape_dist_traveled_but_no_shape_distances", "shapes.txt", "2,1.112", "2," },
        { "fast_travel_between_consecutive_stops", "stops.txt", "13.71,", "13.91," },
        { "fast_travel_between_far_stops", "stops.txt", "13.71,", "14.91," },
    };

    public static TheoryData<string, string, string?, string> ShapeAndTransferFaults => new()
    {
        { "decreasing_shape_distance", "shapes.txt", "H,13.72,100.50,3,2.224", "H,13.72,100.50,3,1" },
        { "equal_shape_distance_diff_coordinates", "shapes.txt", "H,13.72,100.50,3,2.224", "H,13.72,100.50,3,1.112" },
        { "equal_shape_distance_diff_coordinates_distance_below_threshold", "shapes.txt", "", "H,13.730005,100.50,5,3.336" },
        { "equal_shape_distance_same_coordinates", "shapes.txt", "", "H,13.73,100.50,5,3.336" },
        { "unused_shape", "trips.txt", ",H,", ",J," },
        { "single_shape_point", "shapes.txt", "", "O,13.73,100.50,1,0" },
        { "stop_too_far_from_shape", "stops.txt", "13.71,100.50", "13.71,100.51" },
        { "stop_too_far_from_shape_using_user_distance", "stop_times.txt", "0,0,1.112", "0,0,1.5" },
        { "stops_match_shape_out_of_order", "trips.txt", "B1,J", "B1,H" },
        { "stop_has_too_many_matches_for_shape", "shapes.txt", "H,13.72,100.50,3,2.224\n", string.Concat(Enumerable.Range(0, 50).Select(at => $"H,13.72{(at % 2 == 0 ? 0 : 5)},100.50,{3 + at},{FormattableString.Invariant($"{2.224 + (at / 1000.0):F3}")}\n")) },
        { "transfer_distance_above2_km", "transfers.txt", "B,C,", "A,C," },
        { "transfer_distance_too_large", "stops.txt", "13.71,", "14.91," },
        { "transfer_with_invalid_stop_location_type", "transfers.txt", "B,C", "B,E" },
        { "transfer_with_suspicious_mid_trip_in_seat", "transfers.txt", "P,P,R", "C,P,R" },
        { "inconsistent_route_type_for_in_seat_transfer", "transfers.txt", "P,P,R,R", "P,P,R,F" },
        { "transfer_with_invalid_trip_and_route", "transfers.txt", "P,P,R,R", "P,P,R,F" },
        { "transfer_with_invalid_trip_and_stop", "stop_times.txt", "U,09:00:00,09:00:00,P", "U,09:00:00,09:00:00,C" },
        { "missing_required_field", "transfers.txt", "B,C", "B," },
        { "missing_required_field", "transfers.txt", ",T,U,", ",,U," },
    };

    public static TheoryData<string, string, string?, string> StationFaults => new()
    {
        { "bidirectional_exit_gate", "pathways.txt", "W1,E,N,1", "W1,E,N,7" },
        { "pathway_loop", "pathways.txt", "", "W3,N,N,1,1,30," },
        { "pathway_to_wrong_location_type", "pathways.txt", "", "W3,N,ST,1,1,30," },
        { "pathway_to_platform_with_boarding_areas", "stops.txt", "", "BA,,,13.73,100.50,,,4,P,L1,," },
        { "pathway_dangling_generic_node", "pathways.txt", "W2,N,P", "W2,E,P" },
        { "pathway_unreachable_location", "pathways.txt", "W2,N,P,2,1", "W2,N,P,2,0" },
        { "pathway_to_stop_with_access_outside_of_station_pathways", "stops.txt", "0,ST,L1,1,", "0,ST,L1,1,1" },
        { "missing_level_id", "pathways.txt", "", "W3,E,B,5,1,30," },
    };

    public static TheoryData<string, string, string?, string> FareFaults => new()
    {
        { "missing_recommended_field", "fare_media.txt", "City Card", "" },
        { "duplicate_fare_media", "fare_media.txt", "", "FN,City Card,2" },
        { "fare_product_with_multiple_default_rider_categories", "rider_categories.txt", "Child,0", "Child,1" },
        { "fare_transfer_rule_duration_limit_without_type", "fare_transfer_rules.txt", "3600,1", "3600," },
        { "fare_transfer_rule_duration_limit_type_without_duration_limit", "fare_transfer_rules.txt", "3600,1", ",1" },
        { "fare_transfer_rule_without_transfer_count", "fare_transfer_rules.txt", "LG,LG,1", "LG,LG," },
        { "fare_transfer_rule_invalid_transfer_count", "fare_transfer_rules.txt", "LG,LG,1", "LG,LG,0" },
        { "fare_transfer_rule_with_forbidden_transfer_count", "fare_transfer_rules.txt", "LG,LH,", "LG,LH,1" },
        { "timeframe_only_start_or_end_time_specified", "timeframes.txt", "09:00:00,24:00:00", "09:00:00," },
        { "timeframe_start_or_end_time_greater_than_twenty_four_hours", "timeframes.txt", "24:00:00", "25:00:00" },
        { "timeframe_overlap", "timeframes.txt", "06:00:00,09:00:00", "06:00:00,10:00:00" },
        { "missing_required_field", "fare_leg_join_rules.txt", "NW,NW,,", "NW,NW,A," },
    };

    public static TheoryData<string, string, string?, string> FlexFaults => new()
    {
        { "missing_prior_notice_duration_min", "booking_rules.txt", "K,1,60", "K,1," },
        { "invalid_prior_notice_duration_min", "booking_rules.txt", "K,1,60,", "K,1,60,30" },
        { "forbidden_prior_notice_start_day", "booking_rules.txt", "K,1,60,,,,", "K,1,60,90,,,7" },
        { "prior_notice_last_day_after_start_day", "booking_rules.txt", "1,17:00:00,7", "9,17:00:00,7" },
        { "missing_prior_notice_last_day", "booking_rules.txt", "1,17:00:00", ",17:00:00" },
        { "missing_prior_notice_last_time", "booking_rules.txt", "1,17:00:00", "1," },
        { "forbidden_prior_notice_start_time", "booking_rules.txt", "7,08:00:00", ",08:00:00" },
        { "missing_prior_notice_start_time", "booking_rules.txt", "7,08:00:00", "7," },
        { "forbidden_real_time_booking_field_value", "booking_rules.txt", "K,1", "K,0" },
        { "forbidden_same_day_booking_field_value", "booking_rules.txt", "K,1,60,,,", "K,1,60,,1," },
        { "forbidden_prior_day_booking_field_value", "booking_rules.txt", "M,2,", "M,2,60" },
        { "forbidden_arrival_or_departure_time", "stop_times.txt", "Z,,,,G", "Z,10:00:00,10:00:00,,G" },
        { "missing_pickup_or_drop_off_window", "stop_times.txt", "10:00:00,12:00:00", "10:00:00," },
        { "invalid_pickup_drop_off_window", "stop_times.txt", "10:00:00,12:00:00", "12:00:00,12:00:00" },
        { "forbidden_pickup_type", "stop_times.txt", "12:00:00,2,2", "12:00:00,0,2" },
        { "forbidden_drop_off_type", "stop_times.txt", "12:00:00,2,2", "12:00:00,2,0" },
        { "forbidden_geography_id", "stop_times.txt", ",G,,", ",G,Q," },
        { "forbidden_shape_dist_traveled", "stop_times.txt", "2,2,,", "2,2,5," },
        { "missing_pickup_drop_off_booking_rule_id", "stop_times.txt", "K,K", ",K" },
        { "missing_stop_times_record", "stop_times.txt", "Z,,,,,Q,2,10:00:00,12:00:00,2,2,,,K,K", "" },
        { "forbidden_continuous_pickup_drop_off", "routes.txt", "Demand,,11,,,,", "Demand,,11,,,,0" },
        { "duplicate_geography_id", "location_groups.txt", "", "A,Alpha Town" },
        { "overlapping_zone_and_pickup_drop_off_window", "stop_times.txt", "", "Z,,,,,Q2,3,10:00:00,12:00:00,2,2,,,K,K" },
    };
}
