using TransitHub.Gtfs.Notices;

namespace TransitHub.Gtfs.Reading.Files;

internal static class TranslationsFile
{
    private static readonly HashSet<string> Kept = new(["agency", "routes", "stops", "trips", "feed_info"], StringComparer.Ordinal);

    private static readonly FeedTableKind Kind = new(
        "translations.txt", false, ["table_name", "field_name", "language", "translation"], [],
        ["record_id", "record_sub_id", "field_value"]);

    public static TextTranslations Read(FeedReading reading)
    {
        using var table = reading.Open(Kind);
        if (table is null)
        {
            return TextTranslations.None;
        }

        var (byRecord, byValue) = (new Dictionary<TextTranslations.Key, string>(), new Dictionary<TextTranslations.Key, string>());
        var (tableName, fieldName) = (table.Column("table_name"), table.Column("field_name"));
        var (language, translation) = (table.Column("language"), table.Column("translation"));
        var (record, value) = (table.Column("record_id"), table.Column("field_value"));
        while (table.Read())
        {
            var (file, field) = (table.Text(tableName), table.Text(fieldName));
            if (file.Length == 0 || field.Length == 0 || table.Bytes(language).IsEmpty)
            {
                table.Report("missing_required_field", NoticeSeverity.Error, file.Length == 0 ? tableName : field.Length == 0 ? fieldName : language,
                    "The row does not say what it translates, or into which language; it was left out. Fill the field in.");
            }
            else if (Kept.Contains(file) && !table.Bytes(translation).IsEmpty)
            {
                var named = file == "feed_info" || !table.Bytes(record).IsEmpty;
                var key = new TextTranslations.Key(file, field, table.Text(language), named ? table.Text(record) : table.Text(value));
                if (!(named ? byRecord : byValue).TryAdd(key, table.Text(translation)))
                {
                    table.ReportDuplicate(named ? record : value);
                }
            }
        }

        return new TextTranslations(byRecord, byValue);
    }
}
