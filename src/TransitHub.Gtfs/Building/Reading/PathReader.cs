using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building.Reading;

/// <summary>Reads what a line follows.</summary>
internal static class PathReader
{
    private static readonly string[] Forms = ["along", "points", "geojson", "straight"];

    public static PathPlan? Read(SheetNode node, NetworkDraft network)
    {
        if (node.ReadMapping(Forms) is not { } map)
        {
            return null;
        }

        var given = Forms.Where(form => map.Optional(form) is not null).ToList();
        if (given.Count != 1)
        {
            map.Error(given.Count == 0 ? "'path' says nothing" : $"'path' has both '{given[0]}' and '{given[1]}'",
                "give one of {along: way}, {points: [...]}, {geojson: file} or {straight: true}");
            return null;
        }

        var value = map.Optional(given[0])!;
        switch (given[0])
        {
            case "along":
                return network.Ways.Find(value) is { } way ? new PathPlan(value, way.Points, way.Id) : null;
            case "straight":
                return ReadStraight(value);
            default:
                var points = given[0] == "points" ? WayReader.ReadPoints(value) : GeoJsonLine.Read(value, network);
                return points is { } course && WayReader.Check(value, course) ? new PathPlan(value, course, null) : null;
        }
    }

    private static PathPlan? ReadStraight(SheetNode value)
    {
        switch (value.ReadTruth())
        {
            case true:
                return new PathPlan(value, [], null);
            case false:
                value.Error("'straight' is false", "write true, or say what the line follows: along, points or geojson");
                return null;
            default:
                return null;
        }
    }
}
