using System.Globalization;

namespace TransitHub.Benchmarks.Cities;

/// <summary>How full vehicles truly left their stops: a simulation's stop_times.csv, by departure.</summary>
internal static class TrueLoads
{
    /// <summary>Reads the file that the simulation wrote.</summary>
    public static List<TrueLoad> Read(string path)
    {
        using StreamReader file = new(path);
        string[] header = (file.ReadLine() ?? string.Empty).Split(',');
        int Column(string name) => Array.IndexOf(header, name) is >= 0 and var at ? at : throw new InvalidDataException($"{path} has no column {name}: give a simulation's stop_times.csv.");
        int trip = Column("trip_id");
        int start = Column("start_time");
        int sequence = Column("stop_sequence");
        int departure = Column("departure_unix");
        int vehicle = Column("vehicle_id");
        int load = Column("load");
        int boarding = Column("boarding");
        int alighting = Column("alighting");
        int capacity = Column("capacity");
        List<TrueLoad> loads = [];
        while (file.ReadLine() is { } line)
        {
            string[] cells = line.Split(',');
            loads.Add(new TrueLoad(
                cells[vehicle], cells[trip], cells[start], Whole(cells[sequence]),
                double.Parse(cells[departure], CultureInfo.InvariantCulture), Whole(cells[load]), Whole(cells[boarding]), Whole(cells[alighting]), Whole(cells[capacity])));
        }

        loads.Sort((a, b) => a.Departure.CompareTo(b.Departure));
        return loads;
    }

    private static int Whole(string cell) => int.Parse(cell, CultureInfo.InvariantCulture);
}

/// <summary>One departure.</summary>
/// <param name="Vehicle">Its id.</param>
/// <param name="Trip">GTFS <c>trip_id</c>.</param>
/// <param name="Start">Start time of the run, as text.</param>
/// <param name="Sequence">GTFS <c>stop_sequence</c>.</param>
/// <param name="Departure">Unix seconds.</param>
/// <param name="Load">Riders on board when it left.</param>
/// <param name="Boarding">Riders who got on.</param>
/// <param name="Alighting">Riders who got off.</param>
/// <param name="Capacity">For how many there is room.</param>
internal sealed record TrueLoad(string Vehicle, string Trip, string Start, int Sequence, double Departure, int Load, int Boarding, int Alighting, int Capacity);
