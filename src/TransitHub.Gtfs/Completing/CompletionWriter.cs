using System.IO.Compression;
using System.Text;
using TransitHub.Gtfs.Building.Tables;
using TransitHub.Gtfs.Merging;
using TransitHub.Gtfs.Sources;
using TransitHub.Gtfs.Writing;

namespace TransitHub.Gtfs.Completing;

/// <summary>Writes a feed with rows behind its own. Rows stream through; only what is added is held.</summary>
internal static class CompletionWriter
{
    public static void Write(MergeInput input, BuiltFeed rows, FeedAdditions additions, Stream zip, CancellationToken cancellation)
    {
        using var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true);
        var names = input.Source.Entries.Concat(rows.Entries).Select(entry => entry.Name).Distinct(StringComparer.Ordinal);
        foreach (var file in names.OrderBy(GtfsFiles.Rank).ThenBy(name => name, StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            using var stream = CanonicalZip.Begin(archive, file);
            var csv = new BlockWriter(stream);
            var added = rows.Entries.FirstOrDefault(entry => entry.Name == file);
            if (added is null && file is not ("trips.txt" or "feed_info.txt") && !(additions.LeavesOut && IsTable(file)))
            {
                using var from = input.Source.OpenEntry(input.Find(file)!);
                csv.AddAll(from);
            }
            else
            {
                using var own = MergeTable.Open(input, file);
                using var extra = added is null ? null : MergeTable.Of(rows.OpenEntry(added));
                Extend(own, extra, file, additions, csv, cancellation);
            }

            csv.Flush();
        }
    }

    private static bool IsTable(string file) => GtfsFiles.IsKnown(file) && file.EndsWith(".txt", StringComparison.OrdinalIgnoreCase);

    private static void Extend(MergeTable? own, MergeTable? extra, string file, FeedAdditions additions, BlockWriter csv, CancellationToken cancellation)
    {
        List<string> columns = [.. own?.Columns ?? []];
        columns.AddRange((extra?.Columns ?? []).Where(column => !columns.Contains(column)));
        if (file == "trips.txt" && additions.ShapeOfTrip.Count > 0 && !columns.Contains("shape_id"))
        {
            columns.Add("shape_id");
        }

        csv.Add(Encoding.UTF8.GetBytes(string.Join(',', columns) + "\n"));
        var (row, trip) = (new MergedRow(columns.Count), own?.Column("trip_id") ?? -1);
        while (own is not null && own.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            var id = own.Text(trip);
            if ((file == "stop_times.txt" && additions.Retimed.Contains(id)) || (additions.LeavesOut && IsLeftOut(own, file, additions)))
            {
                continue;
            }

            row.Clear();
            foreach (var column in columns)
            {
                row.Add((file, column) switch
                {
                    ("trips.txt", "shape_id") when additions.ShapeOfTrip.TryGetValue(id, out var shape) => Encoding.UTF8.GetBytes(shape),
                    ("feed_info.txt", "feed_version") => Encoding.UTF8.GetBytes(own.Text(own.Column(column)) + additions.VersionSuffix),
                    _ => own[own.Column(column)],
                });
            }

            row.WriteTo(csv);
        }

        while (extra is not null && extra.Read())
        {
            row.Clear();
            columns.ForEach(column => row.Add(extra[extra.Column(column)]));
            row.WriteTo(csv);
        }
    }

    /// <summary>Whether a row is, or refers to, a trip or a route that is left out.</summary>
    private static bool IsLeftOut(MergeTable table, string file, FeedAdditions additions)
    {
        var kind = file == "translations.txt" ? table.Text(table.Column("table_name")) : string.Empty;
        for (var column = 0; column < table.Columns.Length; column++)
        {
            var name = table.Columns[column];
            var isRecord = name == "record_id";
            if (name.EndsWith("trip_id", StringComparison.Ordinal) || (isRecord && (kind is "trips" or "stop_times"))
                ? additions.WithoutTrips.Contains(table.Text(column))
                : (name.EndsWith("route_id", StringComparison.Ordinal) || (isRecord && kind == "routes")) && additions.WithoutRoutes.Contains(table.Text(column)))
            {
                return true;
            }
        }

        return false;
    }
}
