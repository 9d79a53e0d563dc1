using TransitHub.Gtfs;
using TransitHub.Simulation.Riders;
using TransitHub.Simulation.Service;

namespace TransitHub.Simulation.Lines;

/// <summary>The lines and patterns of a schedule, ready to be driven on.</summary>
internal sealed class CityMap
{
    /// <summary>Ends of a line that lie so near each other are one terminal, meters.</summary>
    private const double TerminalReach = 600;

    /// <summary>A boat's line shorter than this crosses the river and does not run along it, meters.</summary>
    private const double ShortestAlongRiver = 1500;

    private CityMap(CityLine[] lines, CityPattern[] patterns) => (this.Lines, this.Patterns) = (lines, patterns);

    /// <summary>By route index.</summary>
    public CityLine[] Lines { get; }

    /// <summary>By pattern index.</summary>
    public CityPattern[] Patterns { get; }

    public static CityMap Of(Schedule schedule, SimulatedTraits traits, double downstreamBearing, ulong seed)
    {
        CityLine[] lines =
            [.. Enumerable.Range(0, schedule.Routes.Count).Select(r => new CityLine(r, schedule.Routes.Id(r), traits.Get(schedule.Routes.Id(r))))];
        CityLine stray = new(-1, string.Empty, SimulatedTraits.Stray);
        Dictionary<(int Route, int Direction, int Stop), BoardingPoint> points = [];
        Dictionary<(int Route, int Direction), LineDirection> directions = [];
        var patterns = new CityPattern[schedule.Patterns.Count];
        for (int p = 0; p < patterns.Length; p++)
        {
            int route = schedule.Patterns.RouteIndex(p);
            CityLine line = route >= 0 ? lines[route] : stray;
            int[] stops = schedule.Patterns.Stops(p).ToArray();
            double[] offsets = [.. schedule.Patterns.StopOffsets(p).ToArray().Select(o => (double)o)];
            (int Route, int Direction) key = (route, schedule.Patterns.DirectionId(p));
            if (!directions.TryGetValue(key, out LineDirection? direction))
            {
                directions.Add(key, direction = new LineDirection(line, directions.Count, key.Direction));
            }

            Geometry geometry = schedule.Geometries[schedule.Patterns.GeometryIndex(p)];
            patterns[p] = new CityPattern
            {
                Index = p,
                Line = line,
                Geometry = geometry,
                Stops = stops,
                Offsets = offsets,
                Links = schedule.Patterns.Links(p).ToArray(),
                Start = TerminalAt(schedule, line, stops[0]),
                End = TerminalAt(schedule, line, stops[^1]),
                Points = direction.PointsOf(stops, points, key, seed),
                CurrentShare = CurrentShare(line.Traits, geometry, offsets, downstreamBearing),
            };
            patterns[p].Start.HasDepartures = true;
            line.Patterns.Add(patterns[p]);
        }

        foreach (CityPattern pattern in patterns)
        {
            pattern.Points[0].Direction.LearnLoads(pattern.Points, pattern.Offsets);
        }

        return new CityMap(lines, patterns);
    }

    private static Terminal TerminalAt(Schedule schedule, CityLine line, int stop)
    {
        double latitude = schedule.Stops.Latitude(stop);
        double longitude = schedule.Stops.Longitude(stop);
        foreach (Terminal known in line.Terminals)
        {
            if (Geometry.Distance(known.Latitude, known.Longitude, latitude, longitude) < TerminalReach)
            {
                return known;
            }
        }

        Terminal terminal = new(latitude, longitude);
        line.Terminals.Add(terminal);
        return terminal;
    }

    private static double CurrentShare(LineTraits traits, Geometry geometry, double[] offsets, double downstreamBearing)
    {
        if (traits.Mode != LineMode.Boat || traits.IsTidal == false)
        {
            return 0;
        }

        if (traits.IsTidal is null && offsets[^1] - offsets[0] < ShortestAlongRiver)
        {
            return 0;
        }

        (double fromLat, double fromLon) = geometry.At(offsets[0]);
        (double toLat, double toLon) = geometry.At(offsets[^1]);
        double east = (toLon - fromLon) * Math.Cos(fromLat * Math.PI / 180);
        double north = toLat - fromLat;
        double bearing = Math.Atan2(east, north);
        double along = Math.Cos(bearing - (downstreamBearing * Math.PI / 180));
        if (traits.IsTidal == true)
        {
            return along >= 0 ? 1 : -1;
        }

        // A khlong that runs across the river's way has weirs and no tide.
        return Math.Abs(along) < 0.5 ? 0 : along;
    }
}
