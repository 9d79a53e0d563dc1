using TransitHub.Gtfs.Building;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Completing;

/// <summary>What a sheet says of routes that a feed has: their stops in order, their way, their times.</summary>
/// <param name="Root">The sheet.</param>
/// <param name="Routes">The routes, by index.</param>
/// <param name="ShapeIds">shape_id of the trips that are meant; empty for all trips of the routes.</param>
/// <param name="Line">The sheet as a line, of which only directions, travel times and service count.</param>
internal sealed record RouteCompletion(SheetMapping Root, IReadOnlyList<int> Routes, IReadOnlySet<string> ShapeIds, LineSheet Line)
{
    /// <summary>The same with ways drawn for directions that go straight from stop to stop.</summary>
    public RouteCompletion Redraw(Func<IReadOnlyList<GeoPoint>, DrawnWay?> draw) => this with
    {
        Line = Line with { Directions = [.. Line.Directions.Select(direction => direction.Redraw(way => draw([.. way.Stops.Select(call => call.Stop.Place)]), null))] },
    };
}
