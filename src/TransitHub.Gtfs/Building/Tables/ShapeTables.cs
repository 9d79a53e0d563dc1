namespace TransitHub.Gtfs.Building.Tables;

/// <summary>shapes.txt: one shape for each direction that has a trip.</summary>
internal static class ShapeTables
{
    /// <summary>Writes it and gives the number of shapes.</summary>
    public static int Write(BuiltFeed built, TripPlan plan)
    {
        var table = new CsvTable("shape_id", "shape_pt_lat", "shape_pt_lon", "shape_pt_sequence", "shape_dist_traveled");
        var shapes = plan.Trips.Select(trip => (trip.Line, trip.Direction)).Distinct().ToList();
        foreach (var (line, direction) in shapes)
        {
            var (id, path) = (Id(line, direction), direction.Path);
            for (var at = 0; at < path.Points.Length; at++)
            {
                table.Add(id, CsvTable.Degrees(path.Points[at].Lat), CsvTable.Degrees(path.Points[at].Lon), CsvTable.Number(at + 1), CsvTable.Meters(path.Offsets[at]));
            }
        }

        built.Add("shapes.txt", table);
        return shapes.Count;
    }

    public static string Id(LineSheet line, LineDirection direction) => $"{line.Id}.{CsvTable.Number(direction.Id)}";
}
