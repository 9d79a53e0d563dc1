using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Building.Tables;

/// <summary>trips.txt, stop_times.txt and frequencies.txt.</summary>
internal static class TripTables
{
    /// <summary>Writes them and gives the number of stop times.</summary>
    public static int Write(BuiltFeed built, TripPlan plan, CancellationToken cancellation)
    {
        var trips = new CsvTable(
            "route_id", "service_id", "trip_id", "trip_headsign", "direction_id", "shape_id", "wheelchair_accessible", "bikes_allowed");
        var (times, frequencies) = (NewTimes(), NewFrequencies());
        foreach (var trip in plan.Trips)
        {
            cancellation.ThrowIfCancellationRequested();
            trips.Add(trip.Line.Id, trip.DayType, trip.Id, trip.Direction.To.Main, CsvTable.Number(trip.Direction.Id), ShapeTables.Id(trip.Line, trip.Direction),
                CsvTable.Possible(trip.Line.Vehicle.Wheelchair), CsvTable.Possible(trip.Line.Vehicle.Bicycles));
            AddTimes(times, trip);
            AddWindows(frequencies, trip);
        }

        built.Add("trips.txt", trips);
        built.Add("stop_times.txt", times);
        built.Add("frequencies.txt", frequencies);
        return times.RowCount;
    }

    /// <summary>stop_times.txt without a row.</summary>
    public static CsvTable NewTimes() => new("trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence", "shape_dist_traveled", "timepoint");

    /// <summary>frequencies.txt without a row.</summary>
    public static CsvTable NewFrequencies() => new("trip_id", "start_time", "end_time", "headway_secs", "exact_times");

    /// <summary>Adds the windows of a trip that runs by headway.</summary>
    public static void AddWindows(CsvTable frequencies, PlannedTrip trip)
    {
        foreach (var window in trip.Windows)
        {
            frequencies.Add(trip.Id, Clock(window.Between.FromSeconds), Clock(window.Between.ToSeconds), CsvTable.Number(window.EverySeconds), "0");
        }
    }

    /// <summary>Adds the stop times of a trip.</summary>
    public static void AddTimes(CsvTable times, PlannedTrip trip)
    {
        var runs = trip.Travel.RunSeconds(trip.Direction);
        var arrival = trip.StartSeconds;
        for (var at = 0; at < trip.Direction.Stops.Length; at++)
        {
            var call = trip.Direction.Stops[at];
            arrival += at > 0 ? runs[at - 1] : 0;
            var isInside = at > 0 && at + 1 < trip.Direction.Stops.Length;
            var departure = arrival + (isInside ? call.DwellSeconds : 0);
            times.Add(trip.Id, Clock(arrival), Clock(departure), call.Stop.Id, CsvTable.Number(at + 1), CsvTable.Meters(call.OffsetMeters), IsExact(trip, at) ? "1" : "0");
            arrival = departure;
        }
    }

    /// <summary>A time is exact where the sheet states it: the departure from the first stop, and all of them if it gives minutes.</summary>
    private static bool IsExact(PlannedTrip trip, int call) => trip.Windows.IsEmpty && (call == 0 || trip.Travel.SpeedKmh is null);

    private static string Clock(int seconds) => ServiceTime.FromSeconds(seconds).ToString();
}
