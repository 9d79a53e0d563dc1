namespace TransitHub.Gtfs.Building.Tables;

/// <summary>routes.txt: the lines that have a trip.</summary>
internal static class RouteTables
{
    public static void Write(BuiltFeed built, TripPlan plan)
    {
        var table = new CsvTable(
            "route_id", "agency_id", "route_short_name", "route_long_name", "route_type", "route_url", "route_color", "route_text_color");
        foreach (var line in plan.Lines)
        {
            table.Add(line.Id, line.Operator.Id, line.Number?.Main, line.Name?.Main, CsvTable.Number(line.Mode.RouteType), line.Url, line.Color, line.TextColor);
        }

        built.Add("routes.txt", table);
    }
}
