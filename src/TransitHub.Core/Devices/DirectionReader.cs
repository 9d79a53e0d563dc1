using System.Collections.Immutable;
using System.Text;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Core.Devices;

/// <summary>Reads the ways of crossing a counting line, and finds where the routes that take them pass it.</summary>
/// <param name="schedule">The feed's schedule.</param>
/// <param name="languages">The languages of names.</param>
internal sealed class DirectionReader(Schedule schedule, SheetLanguages languages)
{
    /// <summary>A way that is nearer to the line's own direction runs along it, not across, degrees.</summary>
    private const double LeastAngle = 25;

    /// <summary>Two ways that are nearer to each other are one, degrees.</summary>
    private const double LeastApart = 90;

    private const int MaxRoutes = 200;
    private const int LongestNameBytes = 64;

    /// <summary>Reads them all.</summary>
    /// <param name="channel">The channel's mapping.</param>
    /// <param name="line">The channel's line; null: it has none that can be used, so nothing is checked against it.</param>
    /// <param name="isAtStop">Whether the channel names a stop.</param>
    public ImmutableArray<CountingDirection> Read(SheetMapping channel, (GeoPoint A, GeoPoint B)? line, bool isAtStop)
    {
        if (channel.Required("directions", "add directions: {a_to_b: {bearing: 90}, b_to_a: {bearing: 270}}")?.AsMapping() is not { } map)
        {
            return [];
        }

        if (map.Keys.Count is 0 or > 2)
        {
            map.Error($"'directions' has {map.Keys.Count} of them", "a line is crossed in one or two directions");
        }

        List<CountingDirection> directions = [];
        foreach (SheetScalar key in map.Keys.Take(2))
        {
            if (this.Direction(key, map[key], line, isAtStop) is { } direction)
            {
                directions.Add(direction);
            }
        }

        if (directions is [var one, var other] && Bearings.Between(one.Bearing, other.Bearing) < LeastApart)
        {
            map.Error(
                $"'{one.Name}' and '{other.Name}' are {Bearings.Between(one.Bearing, other.Bearing):F0} degrees apart",
                $"the two ways across a line are {LeastApart:F0} or more degrees apart; correct one 'bearing'");
        }

        return [.. directions];
    }

    private CountingDirection? Direction(SheetScalar key, SheetNode node, (GeoPoint A, GeoPoint B)? line, bool isAtStop)
    {
        if (node.ReadMapping("bearing", "to", "means", "routes") is not { } map)
        {
            return null;
        }

        if (Encoding.UTF8.GetByteCount(key.Text) > LongestNameBytes)
        {
            key.Error($"the name of a direction is longer than {LongestNameBytes} bytes", "give it a shorter name, the one that the device sends");
        }

        double? bearing = map.Required("bearing", "add bearing: ..., the way of travel across the line in degrees from north")?.ReadNumber(0, 360, "degrees clockwise from north");
        LocalizedText? to = map.Optional("to")?.ReadLocalized(languages);
        RiderMeaning? means = map.Optional("means") is { } written ? Meaning(written, isAtStop) : null;
        if (bearing is not { } degrees)
        {
            return null;
        }

        CheckAcross(map, key.Text, line, degrees);
        return new CountingDirection
        {
            Name = key.Text,
            Bearing = degrees % 360,
            To = to,
            Means = means,
            Routes = this.Routes(map, line, degrees),
        };
    }

    private static RiderMeaning? Meaning(SheetNode node, bool isAtStop)
    {
        RiderMeaning? means = node.ReadText() switch
        {
            "boarding" => RiderMeaning.Boarding,
            "alighting" => RiderMeaning.Alighting,
            _ => null,
        };
        if (means is null)
        {
            node.Error("'means' is neither boarding nor alighting", "write means: boarding for people who come to the stop, means: alighting for those who leave it");
        }
        else if (!isAtStop)
        {
            node.Error("'means' is said and the channel has no 'stop'", "add stop: ... to the channel, the stop_id whose riders cross the line");
        }

        return means;
    }

    private static void CheckAcross(SheetMapping map, string name, (GeoPoint A, GeoPoint B)? line, double bearing)
    {
        if (line is not { } ends)
        {
            return;
        }

        double own = LineBearing(ends);
        double angle = Math.Min(Bearings.Between(own, bearing), Bearings.Between((own + 180) % 360, bearing));
        if (angle < LeastAngle)
        {
            map.Optional("bearing")?.Error(
                $"'{name}' runs along the line, {angle:F0} degrees off it",
                $"the way across has a bearing near {(own + 90) % 360:F0} or {(own + 270) % 360:F0}; correct 'bearing' or 'line'");
        }
    }

    private static double LineBearing((GeoPoint A, GeoPoint B) line)
    {
        var geometry = Geometry.FromDegrees([line.A.Lat, line.B.Lat], [line.A.Lon, line.B.Lon]);
        return geometry.BearingAt(0);
    }

    private ImmutableArray<ServedRoute> Routes(SheetMapping map, (GeoPoint A, GeoPoint B)? line, double bearing)
    {
        if (map.Optional("routes")?.ReadList() is not { } nodes)
        {
            return [];
        }

        List<ServedRoute> routes = [];
        foreach (SheetNode node in nodes.Take(MaxRoutes))
        {
            if (this.Route(node, line, bearing) is { } route)
            {
                routes.Add(route);
            }
        }

        if (nodes.Count > MaxRoutes)
        {
            nodes[MaxRoutes].Error($"'routes' has {nodes.Count} of them", $"name up to {MaxRoutes}");
        }

        return [.. routes];
    }

    private ServedRoute? Route(SheetNode node, (GeoPoint A, GeoPoint B)? line, double bearing)
    {
        if (node.ReadMapping("route", "direction") is not { } map || map.Required("route", "add route: ..., a route_id of the feed")?.ReadText() is not { } id)
        {
            return null;
        }

        int? direction = map.Optional("direction")?.ReadWhole(0, 1, "direction_id");
        if (schedule.Routes.Count == 0)
        {
            return new ServedRoute(id, direction, []);
        }

        if (!schedule.Routes.TryFind(id, out int route))
        {
            map.Error($"the feed has no route '{id}'", "write a route_id of the feed's routes.txt");
            return null;
        }

        return line is { } ends ? new ServedRoute(id, direction, this.Crossings(map, route, direction, ends, bearing)) : null;
    }

    private ImmutableArray<LineCrossing> Crossings(SheetMapping map, int route, int? direction, (GeoPoint A, GeoPoint B) line, double bearing)
    {
        int[] patterns = [.. schedule.Routes.Patterns(route).ToArray().Where(p => direction is null || schedule.Patterns.DirectionId(p) == direction)];
        string name = $"route '{schedule.Routes.Id(route)}'{(direction is { } way ? $" in direction {way}" : string.Empty)}";
        if (patterns.Length == 0)
        {
            map.Error($"{name} has no trips", "write the direction_id of trips that the feed has, or leave 'direction' out");
            return [];
        }

        // Without shapes nobody knows where the trips drive between their stops.
        int[] drawn = [.. patterns.Where(p => !schedule.Patterns.IsStraight(p))];
        ImmutableArray<LineCrossing> crossings = [.. drawn.SelectMany(p => CrossingFinder.Find(schedule, p, line, bearing))];
        if (crossings.IsEmpty && drawn.Length > 0)
        {
            map.Error(
                $"no shape of {name} crosses the line at a bearing near {bearing:F0}, or comes within {CrossingFinder.ReachMeters:F0} m of it",
                "correct 'line' or 'bearing', write the other direction, or take the route out");
        }

        return crossings;
    }
}
