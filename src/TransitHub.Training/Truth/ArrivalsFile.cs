using System.Buffers.Text;
using System.Text;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Csv;
using TransitHub.Gtfs.Sources;
using TransitHub.Gtfs.Time;

namespace TransitHub.Training.Truth;

/// <summary>
/// Reads the arrivals format: CSV, plain or gzip, with the columns <c>service_date, trip_id, stop_sequence, arrival_unix</c> and, where they
/// are told, <c>departure_unix, start_time, vehicle_id</c>; others are ignored. Runs by headway need their start_time.
/// </summary>
public static class ArrivalsFile
{
    /// <summary>2100-01-01: later times are milliseconds or worse.</summary>
    private const double LastUnixSecond = 4_102_444_800;

    /// <summary>Wrong rows that are named by their line.</summary>
    private const int ListedLines = 10;

    private static readonly string[] Needed = ["service_date", "trip_id", "stop_sequence", "arrival_unix"];

    /// <summary>Reads a file into what is known already; the caller closes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="schedule">The timetable.</param>
    /// <param name="truth">Takes the arrivals.</param>
    /// <exception cref="InvalidDataException">It is no such file, or cut off; the message says what is wrong and where.</exception>
    /// <exception cref="IOException">It is not there or cannot be read.</exception>
    public static void Read(string path, Schedule schedule, ArrivalTruth truth)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(truth);
        using Stream file = Open(path);
        using CsvRows rows = new(file);
        if (!rows.Read())
        {
            throw new InvalidDataException($"{path} is empty: the arrivals format begins with a header that names {string.Join(", ", Needed)}.");
        }

        Columns columns = Columns.Read(rows, path);
        List<long> wrong = [];
        while (rows.Read())
        {
            if (!TryTake(rows, columns, schedule, truth))
            {
                wrong.Add(rows.Line);
            }
        }

        if (wrong.Count > 0)
        {
            throw new InvalidDataException($"{path}, {LinesOf(wrong)}: needs a service_date as YYYYMMDD, a whole stop_sequence and an arrival_unix in Unix seconds (or none).");
        }
    }

    private static string LinesOf(List<long> lines)
    {
        string listed = string.Join(", ", lines.Take(ListedLines));
        return lines.Count == 1 ? $"line {listed}" : lines.Count <= ListedLines ? $"lines {listed}" : $"lines {listed} and {lines.Count - ListedLines} more";
    }

    private static Stream Open(string path)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17);
        Span<byte> head = stackalloc byte[2];
        int read = file.ReadAtLeast(head, 2, throwOnEndOfStream: false);
        bool isGzip = read == 2 && head[0] == 0x1f && head[1] == 0x8b;
        file.Position = 0;
        return TextEncodings.ToUtf8(isGzip ? new CompleteGzipStream(file) : file, out _);
    }

    /// <summary>False: the row is no such row.</summary>
    private static bool TryTake(CsvRows rows, Columns columns, Schedule schedule, ArrivalTruth truth)
    {
        double arrival = Seconds(rows[columns.Arrival]);
        double departure = Seconds(rows[columns.Departure]);
        if (!ServiceDate.TryParse(rows[columns.Date], out ServiceDate date)
            || !Utf8Parser.TryParse(rows[columns.Sequence], out int sequence, out int used) || used < rows[columns.Sequence].Length
            || (double.IsNaN(arrival) && rows[columns.Arrival].Length > 0))
        {
            return false;
        }

        if (double.IsNaN(arrival) && double.IsNaN(departure))
        {
            return true;
        }

        int trip = schedule.Trips.TryFind(rows[columns.Trip], out int found) ? found : -1;
        int? start = ServiceTime.TryParse(rows[columns.Start], out ServiceTime time) ? time.Seconds : null;
        string? vehicle = rows[columns.Vehicle].Length > 0 ? Encoding.UTF8.GetString(rows[columns.Vehicle]) : null;
        truth.Add(trip, date, start, vehicle, sequence, arrival, departure);
        return true;
    }

    private static double Seconds(ReadOnlySpan<byte> text) =>
        text.Length > 0 && Utf8Parser.TryParse(text, out double value, out int used) && used == text.Length && value is >= 0 and <= LastUnixSecond ? value : double.NaN;

    private readonly record struct Columns(int Date, int Trip, int Sequence, int Arrival, int Departure, int Start, int Vehicle)
    {
        public static Columns Read(CsvRows header, string path)
        {
            Dictionary<string, int> names = new(StringComparer.Ordinal);
            for (int i = 0; i < header.FieldCount; i++)
            {
                names.TryAdd(Encoding.UTF8.GetString(header[i]).Trim(), i);
            }

            return Needed.FirstOrDefault(n => !names.ContainsKey(n)) is { } absent
                ? throw new InvalidDataException($"{path} has no column {absent}: the arrivals format needs {string.Join(", ", Needed)}.")
                : new Columns(Of("service_date"), Of("trip_id"), Of("stop_sequence"), Of("arrival_unix"), Of("departure_unix"), Of("start_time"), Of("vehicle_id"));

            int Of(string name) => names.TryGetValue(name, out int index) ? index : -1;
        }
    }
}
