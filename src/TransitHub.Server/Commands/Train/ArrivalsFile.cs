using System.Globalization;
using System.IO.Compression;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Server.Commands.Train;

/// <summary>Reads true arrivals: a table, plain or gzip, with the columns service_date, trip_id, stop_sequence and arrival_unix, without quotes.</summary>
internal static class ArrivalsFile
{
    private static readonly string[] Columns = ["service_date", "trip_id", "stop_sequence", "arrival_unix"];

    /// <summary>Reads the arrivals that the schedule knows the stop of; others are left out.</summary>
    /// <exception cref="CommandException">It cannot be read, or lacks a column.</exception>
    public static Dictionary<(TripInstance Trip, int Stop), double> Read(string path, Schedule schedule)
    {
        try
        {
            using Stream file = File.OpenRead(path);
            using Stream plain = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
            using StreamReader reader = new(plain);
            string[] names = (reader.ReadLine() ?? string.Empty).Split(',');
            int[] columns = [.. Columns.Select(c => Array.IndexOf(names, c))];
            if (Array.IndexOf(columns, -1) is >= 0 and int missing)
            {
                throw CommandException.InputHasErrors($"--arrivals {path} has no column {Columns[missing]}: it needs {string.Join(", ", Columns)}.");
            }

            Dictionary<(TripInstance Trip, int Stop), double> arrivals = [];
            while (reader.ReadLine() is { } line)
            {
                string[] fields = line.Split(',');
                if (fields.Length > columns.Max())
                {
                    Add(schedule, fields[columns[0]], fields[columns[1]], fields[columns[2]], fields[columns[3]], arrivals);
                }
            }

            return arrivals;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw CommandException.WrongUse($"--arrivals {path} cannot be read: {exception.Message}");
        }
    }

    private static void Add(Schedule schedule, string day, string id, string sequence, string time, Dictionary<(TripInstance Trip, int Stop), double> arrivals)
    {
        if (ServiceDate.TryParse(day, out ServiceDate date)
            && schedule.Trips.TryFind(id, out int trip) && schedule.Trips.PatternIndex(trip) >= 0
            && int.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && schedule.Trips.StopSequences(trip).IndexOf(number) is >= 0 and int stop
            && double.TryParse(time, NumberStyles.Float, CultureInfo.InvariantCulture, out double arrived))
        {
            arrivals[(new TripInstance(trip, date, schedule.Trips.StartSeconds(trip)), stop)] = arrived;
        }
    }
}
