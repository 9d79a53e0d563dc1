using System.Collections.Immutable;
using TransitHub.Core.Devices;
using TransitHub.Core.Ids;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Training.Stress;

/// <summary>
/// Cameras at stops of the lines without positions, one at every so many of each pattern; the busiest patterns come first, and a camera that is there already
/// counts. Its line lies across the street at the stop; whoever stops there crosses it, of other lines too, and the other way who comes from
/// the other side. The first stop of a pattern is none of its own: vehicles stand and turn there.
/// </summary>
internal sealed class CameraSites
{
    /// <summary>The counting line of each camera.</summary>
    public const string Channel = "line-1";

    private const double HalfLineMeters = 15;

    /// <summary>Bearings that differ by less are one way across the line, degrees.</summary>
    private const double SameWayDegrees = 90;

    private static readonly string[] Ways = ["a_to_b", "b_to_a"];

    private readonly Schedule schedule;
    private readonly Dictionary<int, DeviceId> byStop = [];
    private readonly Dictionary<int, double> bearings = [];
    private readonly Dictionary<(int Pattern, int Position), CameraPass> passes = [];

    /// <summary>Puts them up.</summary>
    /// <param name="schedule">The timetable.</param>
    /// <param name="lines">Whose stops get cameras.</param>
    /// <param name="everyStops">Stops from one to the next at most, 1 or more; the first is at the second stop.</param>
    /// <param name="readsRoutes">Whether they can read the route.</param>
    public CameraSites(Schedule schedule, SilencedLines lines, int everyStops, bool readsRoutes)
    {
        this.schedule = schedule;
        foreach (int pattern in Enumerable.Range(0, schedule.Patterns.Count)
            .Where(p => lines.Routes.Contains(schedule.Patterns.RouteIndex(p)))
            .OrderByDescending(p => schedule.Patterns.Trips(p).Length).ThenBy(p => p))
        {
            this.PutUp(pattern, everyStops);
        }

        ILookup<(int Stop, int Way), (int Pattern, int Position)> served = this.FindPasses();
        this.Devices = new DeviceRegistry("en", this.byStop.Select(s => this.Describe(s.Key, s.Value, served, readsRoutes)));
    }

    /// <summary>The cameras.</summary>
    public DeviceRegistry Devices { get; }

    /// <summary>Who sees a vehicle of the pattern at a stop; null: nobody.</summary>
    public CameraPass? Find(int pattern, int position) => this.passes.TryGetValue((pattern, position), out CameraPass pass) ? pass : null;

    /// <summary>What a camera calls the vehicles of a route.</summary>
    public static string ClassOf(int routeType) => routeType switch
    {
        0 => "tram",
        1 or 2 => "train",
        4 => "boat",
        _ => "bus",
    };

    private void PutUp(int pattern, int everyStops)
    {
        ReadOnlySpan<int> stops = this.schedule.Patterns.Stops(pattern);
        int since = everyStops - 1;
        for (int position = 1; position < stops.Length; position++)
        {
            since = this.byStop.ContainsKey(stops[position]) ? 0 : since + 1;
            if (since == everyStops)
            {
                since = 0;
                this.byStop.Add(stops[position], DeviceId.Parse($"camera-{this.byStop.Count + 1}"));
                this.bearings.Add(stops[position], this.BearingAt(pattern, position));
            }
        }
    }

    private ILookup<(int Stop, int Way), (int Pattern, int Position)> FindPasses()
    {
        List<(int Stop, int Way, int Pattern, int Position)> found = [];
        for (int pattern = 0; pattern < this.schedule.Patterns.Count; pattern++)
        {
            ReadOnlySpan<int> stops = this.schedule.Patterns.Stops(pattern);
            for (int position = 1; position < stops.Length; position++)
            {
                if (this.byStop.TryGetValue(stops[position], out DeviceId device))
                {
                    int way = Between(this.BearingAt(pattern, position), this.bearings[stops[position]]) < SameWayDegrees ? 0 : 1;
                    this.passes.Add((pattern, position), new CameraPass(device, Ways[way]));
                    found.Add((stops[position], way, pattern, position));
                }
            }
        }

        return found.ToLookup(f => (f.Stop, f.Way), f => (f.Pattern, f.Position));
    }

    private CountingDevice Describe(int stop, DeviceId device, ILookup<(int Stop, int Way), (int Pattern, int Position)> served, bool readsRoutes)
    {
        GeoPoint at = new(this.schedule.Stops.Latitude(stop), this.schedule.Stops.Longitude(stop));
        double bearing = this.bearings[stop];
        return new CountingDevice
        {
            Id = device,
            Name = new LocalizedText(this.schedule.Stops.Name(stop)),
            Kind = DeviceKind.Camera,
            At = at,
            Channels =
            [
                new CountingChannel
                {
                    Id = Channel,
                    Line = (Beside(at, bearing - 90), Beside(at, bearing + 90)),
                    Passages = ["bus", "tram", "train", "boat"],
                    IntervalSeconds = 60,
                    StopId = this.schedule.Stops.Id(stop),
                    ReadsRoutes = readsRoutes,
                    Directions =
                    [
                        .. Enumerable.Range(0, Ways.Length).Where(way => served.Contains((stop, way))).Select(way => new CountingDirection
                        {
                            Name = Ways[way],
                            Bearing = (bearing + (180 * way)) % 360,
                            Routes = this.RoutesOf(served[(stop, way)]),
                        }),
                    ],
                },
            ],
        };
    }

    private ImmutableArray<ServedRoute> RoutesOf(IEnumerable<(int Pattern, int Position)> passing) =>
    [
        .. passing.GroupBy(p => (Route: this.schedule.Patterns.RouteIndex(p.Pattern), Direction: this.schedule.Patterns.DirectionId(p.Pattern)))
            .OrderBy(g => g.Key)
            .Select(g => new ServedRoute(
                this.schedule.Routes.Id(g.Key.Route),
                g.Key.Direction < 0 ? null : g.Key.Direction,
                [.. g.Select(p => new LineCrossing(p.Pattern, this.schedule.Patterns.StopOffsets(p.Pattern)[p.Position], 0))])),
    ];

    private double BearingAt(int pattern, int position) =>
        this.schedule.Geometries[this.schedule.Patterns.GeometryIndex(pattern)].BearingAt(this.schedule.Patterns.StopOffsets(pattern)[position]);

    private static double Between(double one, double other)
    {
        double apart = Math.Abs(one - other) % 360;
        return Math.Min(apart, 360 - apart);
    }

    private static GeoPoint Beside(GeoPoint at, double bearing)
    {
        const double MetersPerDegree = 111_195;
        (double sin, double cos) = Math.SinCos(bearing * Math.PI / 180);
        double narrowing = Math.Max(0.01, Math.Cos(at.Lat * Math.PI / 180));
        return new GeoPoint(at.Lat + (HalfLineMeters * cos / MetersPerDegree), at.Lon + (HalfLineMeters * sin / MetersPerDegree / narrowing));
    }
}
