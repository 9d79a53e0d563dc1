using System.Globalization;
using System.IO.Compression;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs.Time;

namespace TransitHub.Benchmarks.Fusion;

/// <summary>Reads recorded positions (`positions-csv`) and other plain tables by column name.</summary>
internal static class PositionsFile
{
    public static IEnumerable<AvlReport> Read(string path)
    {
        foreach (CsvLine row in Rows(path))
        {
            string? start = row["start_time"];
            ServiceTime time = default;
            ServiceDate date = default;
            bool hasTime = start is not null && ServiceTime.TryParse(start, out time);
            bool hasDate = row["start_date"] is { } day && ServiceDate.TryParse(day, out date);
            yield return new AvlReport
            {
                Device = DeviceId.Parse(row["vehicle_id"]!),
                ReceivedAt = Timestamp.FromUnixSeconds(Number(row["received_unix"])!.Value),
                MeasuredAt = Timestamp.FromUnixSeconds(Number(row["measured_unix"])!.Value),
                Latitude = Number(row["lat"])!.Value,
                Longitude = Number(row["lon"])!.Value,
                Bearing = (float?)Number(row["bearing"]),
                SpeedMps = (float?)Number(row["speed_mps"]),
                TripId = row["trip_id"],
                RouteId = row["route_id"],
                StartDate = hasDate ? date : null,
                StartTime = hasTime ? time : null,
                SignText = row["sign_text"],
            };
        }
    }

    public static IEnumerable<CsvLine> Rows(string path)
    {
        using Stream file = File.OpenRead(path);
        using Stream plain = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using StreamReader reader = new(plain);
        string[] names = (reader.ReadLine() ?? string.Empty).Split(',');
        Dictionary<string, int> columns = names.Select((n, i) => (n, i)).ToDictionary(p => p.n, p => p.i);
        while (reader.ReadLine() is { } line)
        {
            yield return new CsvLine(columns, line.Split(','));
        }
    }

    public static double? Number(string? text) =>
        text is null ? null : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}

/// <summary>A row of a table without quoting.</summary>
internal readonly struct CsvLine(Dictionary<string, int> columns, string[] fields)
{
    /// <summary>The field; null when it is empty or there is no such column.</summary>
    public string? this[string column] =>
        columns.TryGetValue(column, out int index) && index < fields.Length && fields[index].Length > 0 ? fields[index] : null;
}
