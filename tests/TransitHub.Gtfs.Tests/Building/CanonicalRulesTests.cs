using TransitHub.Gtfs.Time;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Gtfs.Tests.Building;

public sealed class CanonicalRulesTests
{
    private static readonly ServiceDate Today = ServiceDate.From(2026, 11, 23);

    [Fact]
    public void A_built_feed_breaks_none() => Assert.Empty(CanonicalRules.Broken(BuiltFeed.Of(new SheetTexts()).Text, Today));

    [Fact]
    public void A_line_of_each_mode_at_its_fastest_breaks_none()
    {
        foreach (var mode in TransitHub.Gtfs.Building.TransitMode.All)
        {
            var speed = mode.MaxSpeedKmh.ToString(System.Globalization.CultureInfo.InvariantCulture);
            var sheets = new SheetTexts()
                .Replace("lines/one.yaml", "mode: bus\n", $"mode: {mode.Name}\nbicycles: true\n")
                .Replace("lines/one.yaml", "{minutes: [2, 3]}", $"{{speed_kmh: {speed}}}");
            Assert.Empty(CanonicalRules.Broken(BuiltFeed.Of(sheets).Text, Today));
        }
    }

    [Fact]
    public void A_day_type_for_holidays_only_breaks_none()
    {
        var sheets = new SheetTexts()
            .Replace("network.yaml", "  weekend: [sat, sun]", "  weekend: [sat, sun]\n  festival: []")
            .Replace("network.yaml", "runs: weekend", "runs: festival")
            .Replace("lines/one.yaml", "[weekday, weekend]", "[weekday, weekend, festival]");
        var feed = BuiltFeed.Of(sheets).Text;

        Assert.Empty(CanonicalRules.Broken(feed, Today));
        Assert.DoesNotContain("festival", feed.Column("calendar.txt", "service_id"));
        Assert.Equal(2, feed["calendar_dates.txt"].Count(row => row["service_id"] == "festival"));
    }

    [Theory]
    [InlineData("agency.txt", "https://boats.example.org", "boats.example.org", "invalid_url")]
    [InlineData("agency.txt", "+66 2 449 3000", "1348", "invalid_phone_number")]
    [InlineData("agency.txt", "Asia/Bangkok", "Asia/Tokyo", "inconsistent_agency_timezone")]
    [InlineData("agency.txt", ",th,", ",en,", "feed_info_lang_and_agency_lang_mismatch")]
    [InlineData("attributions.txt", ",1,0,0,", ",0,0,0,", "attribution_without_role")]
    [InlineData("calendar.txt", "weekday,1,1,1,1,1,0,0", "weekday,0,0,0,0,0,0,0", "service_has_no_active_day_of_the_week")]
    [InlineData("calendar.txt", "20271231", "20260930", "expired_calendar")]
    [InlineData("feed_info.txt", "20271231", "20261210", "feed_expiration_date30_days")]
    [InlineData("feed_info.txt", "data@example.org", "", "missing_feed_contact_email_and_url")]
    [InlineData("frequencies.txt", "07:00:00,900", "09:30:00,900", "overlapping_frequency")]
    [InlineData("routes.txt", "F58220,000000", "F58220,F58220", "route_color_contrast")]
    [InlineData("routes.txt", "ธงส้ม", "ธงส้มธงส้มธงส้ม", "route_short_name_too_long")]
    [InlineData("routes.txt", "bus-1,", "บัส,", "non_ascii_or_non_printable_char")]
    [InlineData("routes.txt", "วงกลมริมน้ำ", "1 (ริมน้ำ)", "route_long_name_contains_short_name")]
    [InlineData("stops.txt", "13.701000", "13.711000", "stop_too_far_from_shape_using_user_distance")]
    [InlineData("stops.txt", "13.701000", "0.701000", "fast_travel_between_far_stops")]
    [InlineData("stops.txt", "S1,", "S0,", "stop_without_stop_time")]
    [InlineData("stops.txt", "ท่าใต้", " ท่าใต้", "leading_or_trailing_whitespaces")]
    [InlineData("stop_times.txt", "bus-1.weekday.0.0530,05:32:00", "bus-1.weekday.0.0530,05:29:00", "stop_time_with_arrival_before_previous_departure_time")]
    [InlineData("stop_times.txt", "bus-1.weekday.0.0530,05:32:00", "bus-1.weekday.0.0530,05:30:05", "fast_travel_between_consecutive_stops")]
    [InlineData("stop_times.txt", "B2,3,", "B2,3,9", "trip_distance_exceeds_shape_distance_below_threshold")]
    [InlineData("stop_times.txt", ",0.0,0", ",0.0,", "missing_timepoint_value")]
    [InlineData("shapes.txt", "bus-1.0,13.7205", "bus-1.0,13.7505", "stop_too_far_from_shape")]
    [InlineData("translations.txt", ",bus-1\n", ",bus-9\n", "translation_foreign_key_violation")]
    [InlineData("trips.txt", "orange.0,2,2", "orange.0,2,0", "missing_bike_allowance")]
    [InlineData("trips.txt", "ท่าเหนือ", "ท่ากลาง", "trip_headsign_matches_intermediate_stop")]
    [InlineData("trips.txt", "orange.1", "orange.0", "stops_match_shape_out_of_order")]
    public void A_feed_that_breaks_one_is_found(string file, string old, string by, string rule)
    {
        var feed = BuiltFeed.Of(new SheetTexts()).Text.Replace(file, old, by);

        Assert.Contains(CanonicalRules.Broken(feed, Today), told => told.StartsWith(rule + ":", StringComparison.Ordinal));
    }
}
