using TransitHub.Core.Fusion.Loads;

namespace TransitHub.Training.Loads;

/// <summary>Riders counted by hand, and what counters told, as CSV, plain or gzip; columns by name in any order, unknown ones ignored.</summary>
public static class SurveyFiles
{
    /// <summary>
    /// Stops at which riders were counted by hand: <c>vehicle_id</c>, <c>departure_unix</c> (when it left, Unix seconds), <c>boarding</c>, <c>alighting</c>,
    /// <c>load</c> (riders on board when it left), <c>capacity</c> (for how many there is room).
    /// </summary>
    /// <exception cref="InvalidDataException">A column is missing or a cell cannot be read; the message names file, row and column.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<SurveyedStop> ReadSurvey(string path)
    {
        using CsvTable table = new(path);
        (int vehicle, int departure, int load) = (table.Column("vehicle_id"), table.Column("departure_unix"), table.Column("load"));
        (int boarding, int alighting, int capacity) = (table.Column("boarding"), table.Column("alighting"), table.Column("capacity"));
        List<SurveyedStop> stops = [];
        while (table.Read())
        {
            SurveyedStop stop = new(
                table.Text(vehicle), table.Number(departure), table.Number(load), table.Number(boarding), table.Number(alighting), table.Number(capacity));
            stops.Add(stop is { Room: >= 1, Load: >= 0, Boarding: >= 0, Alighting: >= 0 } ? stop
                : throw table.Wrong("riders must be 0 or more and the capacity 1 or more"));
        }

        return stops;
    }

    /// <summary>What counters told: <c>vehicle_id</c>, <c>at_unix</c> (Unix seconds), <c>boardings</c>, <c>alightings</c>; a row for each door or for all.</summary>
    /// <exception cref="InvalidDataException">A column is missing or a cell cannot be read; the message names file, row and column.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<SurveyCount> ReadCounts(string path)
    {
        using CsvTable table = new(path);
        (int vehicle, int at, int boardings, int alightings) = (table.Column("vehicle_id"), table.Column("at_unix"), table.Column("boardings"), table.Column("alightings"));
        List<SurveyCount> counts = [];
        while (table.Read())
        {
            counts.Add(new SurveyCount(table.Text(vehicle), table.Number(at), Riders(table, boardings), Riders(table, alightings)));
        }

        return counts;
    }

    private static int Riders(CsvTable table, int column) => table.Number(column, 0) is >= 0 and <= 100_000 and var riders ? (int)riders
        : throw table.Wrong("counts must be 0 to 100000");
}
