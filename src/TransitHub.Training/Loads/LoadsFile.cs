using System.Globalization;

namespace TransitHub.Training.Loads;

/// <summary>
/// Loads by trip and stop, CSV, plain or gzip, one row for each stop of each trip; columns by name in any order, unknown ones ignored. Needed:
/// <c>line_name</c> or <c>route_id</c>, <c>trip_id</c>, <c>stop_seq</c> or <c>stop_sequence</c>, <c>departure_time</c> (scheduled, <c>HH:MM:SS</c>, may pass 24),
/// <c>occupancy</c> or <c>load</c> (riders on board at departure). Optional: <c>direction</c> or <c>direction_id</c>, <c>service_date</c> (<c>YYYYMMDD</c> or
/// <c>YYYY-MM-DD</c>; without it loads are means of many days, as Zurich's VBZ publishes them), <c>delay_seconds</c>, <c>capacity</c>,
/// <c>number_of_measurements</c> or <c>measurements</c>, <c>vehicle</c>, <c>circulation_name</c>.
/// </summary>
public static class LoadsFile
{
    /// <summary>Reads all trips, in the order of days, lines, directions and trips.</summary>
    /// <exception cref="InvalidDataException">A column is missing or a cell cannot be read; the message names file, row and remedy.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<RecordedTrip> Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using CsvTable table = new(path);
        (int line, int trip, int direction, int day) = (table.Column("line_name", "route_id"), table.Column("trip_id"), table.Find("direction", "direction_id"), table.Find("service_date"));
        (int vehicle, int circulation, int capacity) = (table.Find("vehicle"), table.Find("circulation_name"), table.Find("capacity"));
        (int stop, int departure, int load) = (table.Column("stop_seq", "stop_sequence"), table.Column("departure_time"), table.Column("occupancy", "load"));
        (int delay, int measurements) = (table.Find("delay_seconds"), table.Find("number_of_measurements", "measurements"));
        Dictionary<(string Day, string Line, string Direction, string Trip), Trip> trips = [];
        while (table.Read())
        {
            // A stop at which nobody measured is left out.
            if (table.Number(load, double.NaN) is not (>= 0 and var riders))
            {
                continue;
            }

            (string, string, string, string) key = (DayOf(table, day), table.Text(line), table.Text(direction), table.Text(trip));
            if (!trips.TryGetValue(key, out Trip? of))
            {
                trips[key] = of = new Trip(table.Text(vehicle), table.Text(circulation), table.Number(capacity, double.NaN), []);
            }

            of.Passages.Add(new LoadPassage((int)table.Number(stop), Seconds(table, departure), riders, Math.Max(1, table.Number(measurements, 1)))
            {
                DelaySeconds = table.Number(delay, double.NaN),
            });
        }

        return [.. trips.OrderBy(t => string.Join('/', t.Key.Day, t.Key.Line, t.Key.Direction, t.Key.Trip), StringComparer.Ordinal).Select(t => new RecordedTrip(
            new TripLoads(t.Key.Line, t.Key.Direction, t.Key.Trip, [.. t.Value.Passages.OrderBy(p => p.Stop)])
            {
                Day = t.Key.Day,
                DayKind = KindOf(t.Key.Day),
                Room = t.Value.Room,
            },
            $"{t.Key.Line}/{t.Value.Circulation}",
            t.Value.Vehicle))];
    }

    private static string DayOf(CsvTable table, int column)
    {
        string day = table.Text(column).Replace("-", string.Empty, StringComparison.Ordinal);
        return day.Length == 0 || DateOnly.TryParseExact(day, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? day
            : throw table.Wrong($"service_date '{day}' is no date; write it as 20260302 or 2026-03-02");
    }

    private static int KindOf(string day) => day.Length == 0 ? 0
        : DateOnly.ParseExact(day, "yyyyMMdd", CultureInfo.InvariantCulture).DayOfWeek switch { DayOfWeek.Saturday => 1, DayOfWeek.Sunday => 2, _ => 0 };

    private static double Seconds(CsvTable table, int column)
    {
        string[] parts = table.Text(column).Split(':');
        int[] numbers = [.. parts.Select(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1)];
        return numbers is [>= 0 and var hours, >= 0 and < 60 and var minutes, >= 0 and < 60 and var seconds]
            ? (hours * 3600) + (minutes * 60) + seconds
            : throw table.Wrong($"departure_time '{table.Text(column)}' is no time; write it as 07:05:30");
    }

    private sealed record Trip(string Vehicle, string Circulation, double Room, List<LoadPassage> Passages);
}

/// <summary>A trip of such a file.</summary>
/// <param name="Loads">Its loads.</param>
/// <param name="Circulation">Line and number of the vehicle's round, of which it is one trip; the number is empty when the file has none.</param>
/// <param name="Vehicle">Kind of vehicle in the file's words; empty: not told.</param>
public sealed record RecordedTrip(TripLoads Loads, string Circulation, string Vehicle);
