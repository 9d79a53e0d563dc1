using TransitHub.Gtfs;

namespace TransitHub.Server.Network;

/// <summary>
/// The lines that draw a route: of its patterns only those that go where no busier one of it has gone, so that short turns
/// and the way back along the same street are not drawn twice.
/// </summary>
internal static class RouteLines
{
    /// <summary>Two ways nearer to each other than this are drawn as one.</summary>
    private const float SameWayMeters = 30;

    /// <summary>A point each so many meters is enough to tell whether a line goes a way of its own.</summary>
    private const float SampleMeters = 100;

    /// <summary>So much of a line may lie apart before it is drawn: loops at a terminal are not a way of their own.</summary>
    private const double OwnShare = 0.1;

    /// <summary>The geometries to draw, the busiest first.</summary>
    public static IReadOnlyList<Geometry> Of(Schedule schedule, int route)
    {
        int[] patterns = schedule.Routes.Patterns(route).ToArray();
        var drawn = new List<Geometry>();
        foreach (int index in patterns.OrderByDescending(p => schedule.Patterns.Trips(p).Length).Select(schedule.Patterns.GeometryIndex).Distinct())
        {
            Geometry line = schedule.Geometries[index];
            if (line.X.Length > 1 && OwnWay(line, drawn) > OwnShare)
            {
                drawn.Add(line);
            }
        }

        return drawn;
    }

    /// <summary>Share of the line that no drawn line is near.</summary>
    private static double OwnWay(Geometry line, List<Geometry> drawn)
    {
        if (drawn.Count == 0)
        {
            return 1;
        }

        int samples = Math.Max(2, (int)(line.LengthMeters / SampleMeters));
        int apart = 0;
        for (int sample = 0; sample <= samples; sample++)
        {
            (double latitude, double longitude) = line.At((double)line.LengthMeters * sample / samples);
            apart += drawn.Exists(other => IsNear(other, latitude, longitude)) ? 0 : 1;
        }

        return (double)apart / (samples + 1);
    }

    private static bool IsNear(Geometry line, double latitude, double longitude)
    {
        line.ToLocal(latitude, longitude, out float x, out float y);
        for (int at = 1; at < line.X.Length; at++)
        {
            (float fromX, float fromY) = (line.X[at - 1], line.Y[at - 1]);
            (float alongX, float alongY) = (line.X[at] - fromX, line.Y[at] - fromY);
            float length = (alongX * alongX) + (alongY * alongY);
            float share = length <= 0 ? 0 : Math.Clamp((((x - fromX) * alongX) + ((y - fromY) * alongY)) / length, 0, 1);
            (float awayX, float awayY) = (x - fromX - (alongX * share), y - fromY - (alongY * share));
            if ((awayX * awayX) + (awayY * awayY) < SameWayMeters * SameWayMeters)
            {
                return true;
            }
        }

        return false;
    }
}
