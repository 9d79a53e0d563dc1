using System.Globalization;
using System.IO.Compression;
using System.Text;
using TransitHub.Gtfs.Csv;

namespace TransitHub.Training.Loads;

/// <summary>
/// Loads by trip and stop, CSV, plain or gzip, one row for each stop of each trip; columns by name in any order, unknown ones ignored. Needed:
/// <c>line_name</c> or <c>route_id</c>, <c>trip_id</c>, <c>stop_seq</c> or <c>stop_sequence</c>, <c>departure_time</c> (scheduled, <c>HH:MM:SS</c>, may pass 24),
/// <c>occupancy</c> or <c>load</c> (riders on board at departure). Optional: <c>direction</c> or <c>direction_id</c>, <c>service_date</c> (<c>YYYYMMDD</c> or
/// <c>YYYY-MM-DD</c>; without it loads are means of many days, as Zurich's VBZ publishes them), <c>delay_seconds</c>, <c>capacity</c>,
/// <c>number_of_measurements</c> or <c>measurements</c>, <c>vehicle</c>, <c>circulation_name</c>.
/// </summary>
public sealed class LoadsFile
{
    private readonly string path;
    private readonly string[] names;

    private LoadsFile(string path, string[] names)
    {
        this.path = path;
        this.names = names;
    }

    /// <summary>Reads all trips, in the order of days, lines, directions and trips.</summary>
    /// <exception cref="InvalidDataException">A column is missing or a cell cannot be read; the message names file, line and remedy.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<RecordedTrip> Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using Stream file = File.OpenRead(path);
        using Stream plain = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using CsvRows rows = new(plain);
        if (!rows.Read())
        {
            throw new InvalidDataException($"{path} is empty: give a CSV of loads by trip and stop.");
        }

        return new LoadsFile(path, [.. Enumerable.Range(0, rows.FieldCount).Select(i => Text(rows, i).Trim('\uFEFF'))]).Read(rows);
    }

    private IReadOnlyList<RecordedTrip> Read(CsvRows rows)
    {
        (int line, int trip, int direction, int day) = (this.Column("line_name", "route_id"), this.Column("trip_id"), this.Find("direction", "direction_id"), this.Find("service_date"));
        (int vehicle, int circulation, int capacity) = (this.Find("vehicle"), this.Find("circulation_name"), this.Find("capacity"));
        (int stop, int departure, int load) = (this.Column("stop_seq", "stop_sequence"), this.Column("departure_time"), this.Column("occupancy", "load"));
        (int delay, int measurements) = (this.Find("delay_seconds"), this.Find("number_of_measurements", "measurements"));
        Dictionary<(string Day, string Line, string Direction, string Trip), (string Vehicle, string Circulation, double Room, List<LoadPassage> Passages)> trips = [];
        for (int number = 2; rows.Read(); number++)
        {
            string Cell(int column) => column >= 0 && column < rows.FieldCount ? Text(rows, column) : string.Empty;
            double Number(int column, double otherwise) => Cell(column) is not { Length: > 0 } text ? otherwise
                : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value
                : throw this.Wrong(number, $"'{text}' in column {this.names[column]} is no number");

            (string, string, string, string) key = (Cell(day).Replace("-", string.Empty, StringComparison.Ordinal), Cell(line), Cell(direction), Cell(trip));
            if (!trips.TryGetValue(key, out (string Vehicle, string Circulation, double Room, List<LoadPassage> Passages) of))
            {
                trips[key] = of = (Cell(vehicle), Cell(circulation), Number(capacity, double.NaN), []);
            }

            double riders = Number(load, double.NaN);
            if (double.IsNaN(riders))
            {
                continue;
            }

            of.Passages.Add(new LoadPassage((int)Number(stop, 0), this.Seconds(Cell(departure), number), Math.Max(0, riders), Math.Max(1, Number(measurements, 1)))
            {
                DelaySeconds = Number(delay, double.NaN),
            });
        }

        return [.. trips.Where(t => t.Value.Passages.Count > 0).OrderBy(t => string.Join('/', t.Key.Day, t.Key.Line, t.Key.Direction, t.Key.Trip), StringComparer.Ordinal).Select(t => new RecordedTrip(
            new TripLoads(t.Key.Line, t.Key.Direction, t.Key.Trip, [.. t.Value.Passages.OrderBy(p => p.Stop)])
            {
                Day = t.Key.Day,
                DayKind = this.KindOf(t.Key.Day),
                Room = t.Value.Room,
            },
            $"{t.Key.Line}/{t.Value.Circulation}",
            t.Value.Vehicle))];
    }

    private static string Text(CsvRows rows, int column) => Encoding.UTF8.GetString(rows[column]);

    private int Find(params ReadOnlySpan<string> any)
    {
        foreach (string name in any)
        {
            if (Array.IndexOf(this.names, name) is >= 0 and var at)
            {
                return at;
            }
        }

        return -1;
    }

    private int Column(params string[] any) => this.Find(any) is >= 0 and var at ? at
        : throw new InvalidDataException($"{this.path} has no column {string.Join(" or ", any)}: name the column so, or give a file of loads by trip and stop.");

    private int KindOf(string day) => day.Length == 0 ? 0
        : DateOnly.TryParseExact(day, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
            ? date.DayOfWeek switch { DayOfWeek.Saturday => 1, DayOfWeek.Sunday => 2, _ => 0 }
            : throw new InvalidDataException($"{this.path}: service_date '{day}' is no date; write it as 20260302 or 2026-03-02.");

    private double Seconds(string time, int number)
    {
        string[] parts = time.Split(':');
        return parts.Length == 3 && parts.All(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ? (int.Parse(parts[0], CultureInfo.InvariantCulture) * 3600) + (int.Parse(parts[1], CultureInfo.InvariantCulture) * 60) + int.Parse(parts[2], CultureInfo.InvariantCulture)
            : throw this.Wrong(number, $"departure_time '{time}' is no time; write it as 07:05:30");
    }

    private InvalidDataException Wrong(int number, string what) => new(string.Create(CultureInfo.InvariantCulture, $"{this.path}, row {number}: {what}."));
}

/// <summary>A trip of such a file.</summary>
/// <param name="Loads">Its loads.</param>
/// <param name="Circulation">Line and number of the vehicle's round, of which it is one trip; the number is empty when the file has none.</param>
/// <param name="Vehicle">Kind of vehicle in the file's words; empty: not told.</param>
public sealed record RecordedTrip(TripLoads Loads, string Circulation, string Vehicle);
