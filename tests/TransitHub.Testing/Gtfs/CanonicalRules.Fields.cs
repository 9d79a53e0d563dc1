using System.Text.RegularExpressions;
using TransitHub.Gtfs.Time;

namespace TransitHub.Testing.Gtfs;

/// <summary>Fields by themselves, references, names and dates.</summary>
public sealed partial class CanonicalRules
{
    private static readonly (string File, string[] Key, string[] Required)[] Tables =
    [
        ("agency.txt", ["agency_id"], ["agency_id", "agency_name", "agency_url", "agency_timezone", "agency_lang"]),
        ("stops.txt", ["stop_id"], ["stop_id", "stop_name", "stop_lat", "stop_lon"]),
        ("routes.txt", ["route_id"], ["route_id", "agency_id", "route_type"]),
        ("trips.txt", ["trip_id"], ["route_id", "service_id", "trip_id", "shape_id"]),
        ("stop_times.txt", ["trip_id", "stop_sequence"], ["trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence", "timepoint"]),
        ("calendar.txt", ["service_id"], ["service_id", "monday", "sunday", "start_date", "end_date"]),
        ("calendar_dates.txt", ["service_id", "date"], ["service_id", "date", "exception_type"]),
        ("shapes.txt", ["shape_id", "shape_pt_sequence"], ["shape_id", "shape_pt_lat", "shape_pt_lon", "shape_pt_sequence"]),
        ("frequencies.txt", ["trip_id", "start_time"], ["trip_id", "start_time", "end_time", "headway_secs"]),
        ("translations.txt", ["table_name", "field_name", "language", "record_id"], ["table_name", "field_name", "language", "translation"]),
        ("feed_info.txt", ["feed_publisher_name"], ["feed_publisher_name", "feed_publisher_url", "feed_lang", "feed_start_date", "feed_end_date", "feed_version"]),
        ("attributions.txt", ["attribution_id"], ["attribution_id", "organization_name"]),
    ];

    private void CheckFields()
    {
        foreach (var (file, key, required) in Tables)
        {
            var keys = new HashSet<string>(StringComparer.Ordinal);
            var line = 1;
            foreach (var row in this.feed[file])
            {
                line++;
                NoteIf(!keys.Add(string.Join('\0', key.Select(column => Of(row, column)))), "duplicate_key", $"{file}:{line}");
                foreach (var column in required)
                {
                    NoteIf(Of(row, column).Length == 0, "missing_required_field", $"{file}:{line} {column}");
                }

                foreach (var (column, value) in row)
                {
                    CheckField($"{file}:{line} {column}", column, value);
                }
            }
        }

        foreach (var file in new[] { "agency.txt", "stops.txt", "routes.txt", "trips.txt", "stop_times.txt", "shapes.txt", "feed_info.txt" })
        {
            NoteIf(this.feed[file].Count == 0, "missing_required_file", file);
        }
    }

    private void CheckField(string where, string column, string value)
    {
        NoteIf(value.Trim() != value, "leading_or_trailing_whitespaces", where);
        NoteIf(value.Contains('\n', StringComparison.Ordinal) || value.Contains('\r', StringComparison.Ordinal), "new_line_in_value", where);
        NoteIf(value.Contains('\uFFFD', StringComparison.Ordinal), "invalid_character", where);
        if (value.Length == 0)
        {
            return;
        }

        NoteIf(column.EndsWith("_id", StringComparison.Ordinal) && value.Any(c => c is < ' ' or > '~'), "non_ascii_or_non_printable_char", where);
        NoteIf(column.EndsWith("_url", StringComparison.Ordinal) && !(WebAddress().Match(value) is { Success: true } url && IsHost(url.Groups[1].Value)), "invalid_url", where);
        NoteIf(column.EndsWith("_email", StringComparison.Ordinal) && !(Email().Match(value) is { Success: true } mail && IsHost(mail.Groups[1].Value)), "invalid_email", where);
        NoteIf(column.EndsWith("_phone", StringComparison.Ordinal) && value.Count(char.IsAsciiDigit) is < 7 or > 15, "invalid_phone_number", where);
        NoteIf(column.EndsWith("_color", StringComparison.Ordinal) && !Color().IsMatch(value), "invalid_color", where);
        NoteIf(column.EndsWith("_date", StringComparison.Ordinal) && !ServiceDate.TryParse(value, out _), "invalid_date", where);
        NoteIf(column.EndsWith("_time", StringComparison.Ordinal) && !ServiceTime.TryParse(value, out _), "invalid_time", where);
        NoteIf(column == "agency_timezone" && NodaTime.DateTimeZoneProviders.Tzdb.GetZoneOrNull(value) is null, "invalid_timezone", where);
        NoteIf(column is "language" or "feed_lang" or "agency_lang" && !Language().IsMatch(value), "invalid_language_code", where);
    }

    private void CheckReferences()
    {
        foreach (var (from, column, to, key) in new[]
        {
            ("routes.txt", "agency_id", "agency.txt", "agency_id"), ("trips.txt", "route_id", "routes.txt", "route_id"),
            ("trips.txt", "shape_id", "shapes.txt", "shape_id"), ("stop_times.txt", "trip_id", "trips.txt", "trip_id"),
            ("stop_times.txt", "stop_id", "stops.txt", "stop_id"), ("frequencies.txt", "trip_id", "trips.txt", "trip_id"),
        })
        {
            var known = this.feed.Column(to, key).ToHashSet(StringComparer.Ordinal);
            var used = this.feed.Column(from, column).ToHashSet(StringComparer.Ordinal);
            Each("foreign_key_violation", used.Where(id => !known.Contains(id)).Select(id => $"{from} {column} {id}"));
        }

        var services = this.feed.Column("calendar.txt", "service_id").Concat(this.feed.Column("calendar_dates.txt", "service_id")).ToHashSet(StringComparer.Ordinal);
        var run = this.feed.Column("trips.txt", "service_id").ToHashSet(StringComparer.Ordinal);
        Each("foreign_key_violation", run.Where(id => !services.Contains(id)).Select(id => "trips.txt service_id " + id));
        Each("unused_service", services.Where(id => !run.Contains(id)));
        Each("unused_shape", Without("shapes.txt", "shape_id", "trips.txt"));
        Each("stop_without_stop_time", Without("stops.txt", "stop_id", "stop_times.txt"));
        Each("unused_trip", Without("trips.txt", "trip_id", "stop_times.txt"));
        Each("route_without_trip", Without("routes.txt", "route_id", "trips.txt"));
        foreach (var row in this.feed["translations.txt"])
        {
            var (table, record) = (Of(row, "table_name"), Of(row, "record_id"));
            var key = Tables.First(one => one.File == table + ".txt").Key[0];
            NoteIf(table == "feed_info" ? record.Length > 0 : !this.feed.Column(table + ".txt", key).Contains(record), "translation_foreign_key_violation", $"{table} {record}");
            NoteIf(this.feed[table + ".txt"].Count > 0 && !this.feed[table + ".txt"][0].ContainsKey(Of(row, "field_name")), "translation_unknown_field", $"{table} {Of(row, "field_name")}");
        }
    }

    private IEnumerable<string> Without(string file, string column, string other) =>
        this.feed.Column(file, column).Except(this.feed.Column(other, column), StringComparer.Ordinal);

    private void Each(string rule, IEnumerable<string> places)
    {
        foreach (var place in places)
        {
            Note(rule, place);
        }
    }

    private void CheckNames()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in this.feed["routes.txt"])
        {
            var (id, number, name) = (Of(row, "route_id"), Of(row, "route_short_name"), Of(row, "route_long_name"));
            NoteIf(number.Length == 0 && name.Length == 0, "route_both_short_and_long_name_missing", id);
            NoteIf(number.Length > 12, "route_short_name_too_long", id);
            NoteIf(number.Length > 0 && name.StartsWith(number, StringComparison.OrdinalIgnoreCase) && AfterNumber().IsMatch(name[number.Length..]), "route_long_name_contains_short_name", id);
            NoteIf(!seen.Add(string.Join('\0', name, number, Of(row, "route_type"), Of(row, "agency_id"))), "duplicate_route_name", id);
            NoteIf(Of(row, "route_color").Length == 6 && Of(row, "route_text_color").Length == 6
                && Math.Abs(Luma(Of(row, "route_color")) - Luma(Of(row, "route_text_color"))) < 72, "route_color_contrast", id);
            NoteIf(Of(row, "route_url").Length > 0 && this.feed.Column("agency.txt", "agency_url").Contains(Of(row, "route_url"), StringComparer.OrdinalIgnoreCase), "same_route_and_agency_url", id);
        }

        foreach (var row in this.feed["attributions.txt"])
        {
            NoteIf(Of(row, "is_producer") != "1" && Of(row, "is_operator") != "1" && Of(row, "is_authority") != "1", "attribution_without_role", Of(row, "attribution_id"));
        }

        NoteIf(this.feed.Column("agency.txt", "agency_timezone").Distinct().Count() > 1, "inconsistent_agency_timezone", "agency.txt");
        NoteIf(this.feed.Column("agency.txt", "agency_lang").Append(Of(this.feed["feed_info.txt"][0], "feed_lang")).Distinct().Count() > 1, "feed_info_lang_and_agency_lang_mismatch", "agency.txt");
    }

    private void CheckDates()
    {
        var info = this.feed["feed_info.txt"][0];
        NoteIf(Of(info, "feed_contact_email").Length == 0 && Of(info, "feed_contact_url").Length == 0, "missing_feed_contact_email_and_url", "feed_info.txt");
        var (start, end) = (Day(Of(info, "feed_start_date")), Day(Of(info, "feed_end_date")));
        NoteIf(end < this.today + 7, "feed_expiration_date7_days", "feed_info.txt");
        NoteIf(end < this.today + 30, "feed_expiration_date30_days", "feed_info.txt");
        NoteIf(start > this.today, "future_feed", "feed_info.txt");
        var (first, last) = (int.MaxValue, int.MinValue);
        foreach (var service in this.feed.Column("trips.txt", "service_id").Distinct())
        {
            var days = Days(service);
            NoteIf(days.Count == 0, "service_without_day", service);
            if (days.Count == 0)
            {
                continue;
            }

            (first, last) = (Math.Min(first, days[0]), Math.Max(last, days[^1]));
            NoteIf(days[^1] < this.today, "expired_calendar", service);
            NoteIf(days[0] < start || days[^1] > end, "service_outside_feed_period", service);
            NoteIf(days[^1] > this.today + 730, "service_extends_far_in_the_future", service);
            var isWeekly = this.feed.Column("calendar.txt", "service_id").Contains(service);
            NoteIf(isWeekly && days.Zip(days.Skip(1)).Any(pair => pair.Second - pair.First - 1 > 13), "big_gap_in_service", service);
        }

        NoteIf(first > this.today, "future_calendar", "trips.txt");
        NoteIf(first > this.today || last < this.today + 7, "trip_coverage_not_active_for_next7_days", "trips.txt");
        NoteIf(start < first - 14 || end > last + 14, "feed_valid_beyond_total_service_window", "feed_info.txt");
        foreach (var row in this.feed["calendar.txt"])
        {
            NoteIf(!row.Values.Skip(1).Take(7).Contains("1"), "service_has_no_active_day_of_the_week", Of(row, "service_id"));
            NoteIf(Day(Of(row, "end_date")) < Day(Of(row, "start_date")), "start_and_end_range_out_of_order", Of(row, "service_id"));
        }
    }

    private List<int> Days(string service)
    {
        var days = new SortedSet<int>();
        foreach (var row in this.feed["calendar.txt"].Where(row => Of(row, "service_id") == service))
        {
            for (var day = Day(Of(row, "start_date")); day <= Day(Of(row, "end_date")); day++)
            {
                if (Of(row, DateOnly.FromDayNumber(day).DayOfWeek.ToString().ToLowerInvariant()) == "1")
                {
                    days.Add(day);
                }
            }
        }

        foreach (var row in this.feed["calendar_dates.txt"].Where(row => Of(row, "service_id") == service))
        {
            _ = Of(row, "exception_type") == "1" ? days.Add(Day(Of(row, "date"))) : days.Remove(Day(Of(row, "date")));
        }

        return [.. days];
    }

    private static int Day(string text) => ServiceDate.TryParse(text, out var date) ? date.DayNumber : 0;

    private static double Luma(string color)
    {
        var rgb = Convert.ToInt32(color, 16);
        return (0.30 * (rgb >> 16)) + (0.59 * ((rgb >> 8) & 255)) + (0.11 * (rgb & 255));
    }

    /// <summary>Special-use names (RFC 6761) are in no list of top-level domains.</summary>
    private static bool IsHost(string host) => host.Contains('.', StringComparison.Ordinal)
        && host.Split('.')[^1] is not ("example" or "test" or "invalid" or "localhost" or "local" or "internal");

    [GeneratedRegex(@"^https?://([A-Za-z0-9.-]+)(?::\d+)?(?:/[-\w:@&?=+,.!*'%$;()~]*)*(?:\?\S*)?(?:#\S*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex WebAddress();

    [GeneratedRegex("^[^@\\s]+@([A-Za-z0-9.-]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Email();

    [GeneratedRegex("^[0-9A-Fa-f]{6}$", RegexOptions.CultureInvariant)]
    private static partial Regex Color();

    [GeneratedRegex("^[a-z]{2,3}(-[A-Za-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Language();

    [GeneratedRegex(@"^($|\s?[\s\-\(\)].*)", RegexOptions.CultureInvariant)]
    private static partial Regex AfterNumber();
}
