using static TransitHub.Gtfs.Rules.RuleCode;

namespace TransitHub.Gtfs.Rules;

/// <summary>Everything that can be found about a feed. README.md beside this file lists it.</summary>
internal static class RuleCatalog
{
    /// <summary>What files, rows and values have wrong by themselves: found by the readers of files while they load.</summary>
    private static readonly RuleCode[] WhileLoading =
    [
        Error("unreadable_zip", "The file is no zip, or damaged."),
        Error("empty_feed", "There is no file in the zip or folder."),
        Error("unreadable_file", "A file cannot be read to its end."),
        Error("duplicate_file", "A file is there twice."),
        Error("invalid_input_files_in_subfolder", "The files lie in a folder inside the zip."),
        Error("missing_required_file", "A required file is not there."),
        Info("unknown_file", "GTFS has no file of this name."),
        Error("empty_file", "A file has no header, or a required one no rows."),
        Error("invalid_encoding", "A file is not UTF-8."),
        Error("csv_parsing_failed", "A quotation mark is never closed."),
        Error("too_many_rows", "A file has more rows than can be read."),
        Error("missing_required_column", "A required column is not there."),
        Error("duplicated_column", "A header names a column twice."),
        Error("empty_column_name", "A column has no name."),
        Info("unknown_column", "GTFS has no such column in the file."),
        Error("invalid_row_length", "A row has more or fewer fields than the header."),
        Warning("empty_row", "A row has no values."),
        Error("duplicate_key", "Two rows have the same key."),
        Error("missing_required_field", "A required field is empty."),
        Warning("missing_recommended_field", "A recommended field is empty."),
        Warning("leading_or_trailing_whitespaces", "A value has white space around it."),
        Error("new_line_in_value", "A value holds a line break."),
        Error("invalid_character", "A value is not valid UTF-8, or holds a NUL."),
        Warning("non_ascii_or_non_printable_char", "An id holds other than printable ASCII characters."),
        Warning("mixed_case_recommended_field", "A text for riders is in one case."),
        Error("invalid_color", "A value is no color."),
        Error("invalid_currency", "A value is no currency code of ISO 4217."),
        Error("invalid_currency_amount", "A value is no amount of money."),
        Error("invalid_date", "A value is no date."),
        Error("invalid_email", "A value is no e-mail address."),
        Error("invalid_float", "A value is no decimal number."),
        Error("invalid_integer", "A value is no whole number."),
        Error("invalid_language_code", "A value is no language code of IETF BCP 47."),
        Error("invalid_phone_number", "A value is no number that can be dialed in the country (libphonenumber); judged only when the country is given."),
        Error("invalid_time", "A value is no time."),
        Error("invalid_timezone", "A value is no time zone of the IANA list."),
        Error("invalid_url", "A value is no web address."),
        Error("number_out_of_range", "A number is too small or too large."),
        Warning("unexpected_enum_value", "A value is not one of those that the reference lists."),
        Error("malformed_json", "locations.geojson is no JSON object."),
        Error("missing_required_element", "A required element of locations.geojson is not there."),
        Error("geo_json_duplicated_element", "An object of locations.geojson names an element twice."),
        Info("geo_json_unknown_element", "GTFS has no such element in locations.geojson."),
        Error("duplicate_geo_json_key", "Two features of locations.geojson have the same id."),
        Error("unsupported_geo_json_type", "locations.geojson is no FeatureCollection."),
        Error("unsupported_feature_type", "An element of locations.geojson is no Feature."),
        Error("unsupported_geometry_type", "A zone is neither Polygon nor MultiPolygon."),
        Error("invalid_geometry", "The outline of a zone is broken."),
        Error("point_near_origin", "A place lies near latitude 0, longitude 0."),
        Error("point_near_pole", "A place lies near a pole."),
    ];

    /// <summary>All findings, each once, by name.</summary>
    public static IReadOnlyDictionary<string, RuleCode> All { get; } = Collect();

    private static SortedDictionary<string, RuleCode> Collect()
    {
        var all = new SortedDictionary<string, RuleCode>(StringComparer.Ordinal);
        foreach (var code in WhileLoading.Concat(((FeedRule[])[.. RuleSet.ForFeed(), .. RuleSet.ForTrips()]).SelectMany(rule => rule.Codes)))
        {
            all.TryAdd(code.Name, code);
        }

        return all;
    }
}
