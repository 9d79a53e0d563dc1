using System.IO.Compression;
using System.Text;
using TransitHub.Gtfs.Building.Tables;
using TransitHub.Gtfs.Completing;
using TransitHub.Gtfs.Merging;
using TransitHub.Gtfs.Sources;
using TransitHub.Gtfs.Writing;

namespace TransitHub.Gtfs.Repairing;

/// <summary>
/// Splits names that hold two languages in one field ("ท่าเตียน;Tha Tien") into the feed's own text and a row of translations.txt, and tells what the feed
/// lacks. Every other value, column and file is carried as it is. A name without the separator, or with nothing on one side of it, stays.
/// </summary>
public static class NameRepair
{
    private static readonly (string File, string Table, string Id, string[] Fields)[] Names =
    [
        ("agency.txt", "agency", "agency_id", ["agency_name"]),
        ("stops.txt", "stops", "stop_id", ["stop_name", "stop_desc"]),
        ("routes.txt", "routes", "route_id", ["route_short_name", "route_long_name", "route_desc"]),
        ("trips.txt", "trips", "trip_id", ["trip_headsign", "trip_short_name"]),
    ];

    private static readonly string[] Wanted = ["stop_times.txt", "shapes.txt", "feed_info.txt"];

    private static readonly string[] TranslationColumns =
        ["table_name", "field_name", "language", "translation", "record_id", "record_sub_id", "field_value"];

    /// <summary>
    /// Writes the repaired feed of a zip or folder. Throws <see cref="IOException"/>, <see cref="UnauthorizedAccessException"/>,
    /// <see cref="InvalidDataException"/> or <see cref="MergeException"/> if the feed cannot be read.
    /// </summary>
    /// <param name="path">The feed.</param>
    /// <param name="separator">What stands between the languages.</param>
    /// <param name="language">IETF BCP 47 tag of the first part; becomes feed_lang.</param>
    /// <param name="other">Tag of the second part.</param>
    /// <param name="zip">Takes the feed.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static NameRepairReport Split(string path, char separator, string language, string other, Stream zip, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(zip);
        using var input = new MergeInput(path, "feed");
        var translations = new CsvTable(TranslationColumns);
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        CopyTranslations(input, translations);
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            var names = input.Source.Entries.Select(entry => entry.Name).Append("translations.txt").Distinct(StringComparer.Ordinal);
            foreach (var file in names.OrderBy(GtfsFiles.Rank).ThenBy(name => name, StringComparer.Ordinal))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (file == "translations.txt" && translations.RowCount == 0)
                {
                    continue;
                }

                using var stream = CanonicalZip.Begin(archive, file);
                var blocks = new BlockWriter(stream);
                if (file == "translations.txt")
                {
                    translations.WriteTo(blocks);
                }
                else
                {
                    CopyFile(input, file, separator, (language, other), translations, counts, blocks);
                }

                blocks.Flush();
            }
        }

        return Report(path, counts, translations.RowCount, cancellationToken);
    }

    private static void CopyFile(
        MergeInput input, string file, char separator, (string Own, string Other) languages, CsvTable translations, SortedDictionary<string, int> counts, BlockWriter blocks)
    {
        var named = Array.Find(Names, one => one.File == file);
        if (named.File is null && file != "feed_info.txt")
        {
            using var from = input.Source.OpenEntry(input.Find(file)!);
            blocks.AddAll(from);
            return;
        }

        using var table = MergeTable.Open(input, file);
        if (table is null)
        {
            return;
        }

        blocks.Add(Encoding.UTF8.GetBytes(string.Join(',', table.Columns) + "\n"));
        var (id, row) = (named.File is null ? -1 : table.Column(named.Id), new MergedRow(table.Columns.Length));
        while (table.Read())
        {
            row.Clear();
            for (var column = 0; column < table.Columns.Length; column++)
            {
                var name = table.Columns[column];
                var text = table.Text(column);
                var at = named.File is not null && named.Fields.Contains(name) ? text.IndexOf(separator, StringComparison.Ordinal) : -1;
                if (at > 0 && text[(at + 1)..].Trim() is { Length: > 0 } second && text[..at].Trim() is { Length: > 0 } first)
                {
                    counts[$"{named.Table}.{name}"] = counts.GetValueOrDefault($"{named.Table}.{name}") + 1;
                    if (second != first)
                    {
                        translations.Add(named.Table, name, languages.Other, second, table.Text(id), null, null);
                    }

                    text = first;
                }

                row.Add(Encoding.UTF8.GetBytes(name == "feed_lang" ? languages.Own : text));
            }

            row.WriteTo(blocks);
        }
    }

    private static void CopyTranslations(MergeInput input, CsvTable translations)
    {
        using var table = MergeTable.Open(input, "translations.txt");
        while (table is not null && table.Read())
        {
            translations.Add([.. TranslationColumns.Select(column => table.Text(table.Column(column)))]);
        }
    }

    private static NameRepairReport Report(string path, SortedDictionary<string, int> counts, int translations, CancellationToken cancellation)
    {
        using var source = FeedSource.Open(path, new Notices.NoticeList());
        var missing = Wanted.Where(file => source.Entries.All(entry => entry.Name != file));
        return new NameRepairReport(
            counts, translations, [.. missing], FeedUse.Of(path, cancellation));
    }
}
