using System.Globalization;
using System.IO.Compression;
using System.Text;
using TransitHub.Core.Fusion.Loads;
using TransitHub.Gtfs.Csv;
using TransitHub.Training.Loads;

namespace TransitHub.Benchmarks.Cities;

/// <summary>Mean loads by trip and stop, as Zurich's VBZ publishes them: one row for each stop of each trip of the timetable.</summary>
internal static class MeanLoadsFile
{
    /// <summary>Room by the file's name of a kind of vehicle, as of their makers about; the file has none. Others: as a bus.</summary>
    private static readonly Dictionary<string, VehicleRoom> Rooms = new(StringComparer.Ordinal)
    {
        ["CO"] = new VehicleRoom(90, 220),
        ["PO"] = new VehicleRoom(90, 220),
        ["DGT"] = new VehicleRoom(60, 180),
        ["GT"] = new VehicleRoom(45, 130),
    };

    /// <summary>Reads all trips, each with the room assumed for its vehicles, in the order of their ids.</summary>
    public static IReadOnlyList<MeanLoadTrip> Read(string path)
    {
        using Stream file = File.OpenRead(path);
        using Stream plain = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using CsvRows rows = new(plain);
        rows.Read();
        string[] names = [.. Enumerable.Range(0, rows.FieldCount).Select(i => Text(rows, i))];
        int Column(string name) => Array.IndexOf(names, name) is >= 0 and var at ? at : throw new InvalidDataException($"{path} has no column {name}.");
        int[] key = [Column("line_name"), Column("direction"), Column("trip_id")];
        (int stop, int departure, int load) = (Column("stop_seq"), Column("departure_time"), Column("occupancy"));
        (int vehicle, int circulation, int measurements) = (Column("vehicle"), Column("circulation_name"), Column("number_of_measurements"));
        Dictionary<(string Line, string Direction, string Trip), (string Vehicle, string Circulation, List<LoadPassage> Passages)> trips = [];
        while (rows.Read())
        {
            (string, string, string) of = (Text(rows, key[0]), Text(rows, key[1]), Text(rows, key[2]));
            if (!trips.TryGetValue(of, out (string Vehicle, string Circulation, List<LoadPassage> Passages) trip))
            {
                trips[of] = trip = (Text(rows, vehicle), Text(rows, circulation), []);
            }

            trip.Passages.Add(new LoadPassage((int)Number(Text(rows, stop)), Seconds(Text(rows, departure)), Number(Text(rows, load)), Number(Text(rows, measurements))));
        }

        return [.. trips.OrderBy(t => string.Join('/', t.Key.Line, t.Key.Direction, t.Key.Trip), StringComparer.Ordinal).Select(t => new MeanLoadTrip(
            new TripLoads(t.Key.Line, t.Key.Direction, t.Key.Trip, [.. t.Value.Passages.OrderBy(p => p.Stop)]),
            $"{t.Key.Line}/{t.Value.Circulation}",
            Rooms.GetValueOrDefault(t.Value.Vehicle, new VehicleRoom(35, 80))))];
    }

    private static string Text(CsvRows rows, int column) => Encoding.UTF8.GetString(rows[column]);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static double Seconds(string time)
    {
        string[] parts = time.Split(':');
        return (Number(parts[0]) * 3600) + (Number(parts[1]) * 60) + Number(parts[2]);
    }
}

/// <summary>A trip of such a file.</summary>
/// <param name="Loads">Its loads.</param>
/// <param name="Circulation">Line and number of the the vehicle's round, of which it is one trip.</param>
/// <param name="Room">Assumed for its vehicles.</param>
internal sealed record MeanLoadTrip(TripLoads Loads, string Circulation, VehicleRoom Room);
