namespace TransitHub.Gtfs.Building.Tables;

/// <summary>stops.txt: the stops at which a trip calls.</summary>
internal static class StopTables
{
    public static int Write(BuiltFeed built, TripPlan plan)
    {
        var table = new CsvTable("stop_id", "stop_code", "stop_name", "tts_stop_name", "stop_lat", "stop_lon", "zone_id", "wheelchair_boarding");
        foreach (var stop in Used(plan))
        {
            table.Add(stop.Id, stop.Code, stop.Name.Main, stop.Spoken?.Main, CsvTable.Degrees(stop.Place.Lat), CsvTable.Degrees(stop.Place.Lon), stop.Zone, CsvTable.Possible(stop.Wheelchair));
        }

        built.Add("stops.txt", table);
        return table.RowCount;
    }

    /// <summary>Stops with a call, by id.</summary>
    public static IEnumerable<StopSheet> Used(TripPlan plan) => plan.Trips
        .Select(trip => trip.Direction).Distinct().SelectMany(direction => direction.Stops).Select(call => call.Stop)
        .DistinctBy(stop => stop.Id).OrderBy(stop => stop.Id, StringComparer.Ordinal);
}
