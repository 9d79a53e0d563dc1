using System.Collections.Immutable;
using TransitHub.Core.Devices;
using TransitHub.Core.Ids;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Benchmarks.Cameras;

/// <summary>
/// Stops of a feed turned into cameras: along each pattern, those with the most trips first, one at least every so many stops. A stop is a camera for
/// every pattern that comes by; the first stop of a pattern is none for it, since vehicles stand and turn there.
/// </summary>
internal sealed class StopCameras
{
    private const string Channel = "line-1";
    private static readonly string[] Ways = ["on", "back"];

    private readonly bool tellsDirections;
    private readonly Schedule schedule;
    private readonly HashSet<int> stops = [];

    /// <param name="schedule">The feed.</param>
    /// <param name="every">Stops from one camera to the next at most; the first is the second stop.</param>
    /// <param name="patterns">The patterns that need cameras; null: all.</param>
    /// <param name="tellsDirections">Whether cameras tell the two directions of routes apart.</param>
    public StopCameras(Schedule schedule, int every, IReadOnlySet<int>? patterns = null, bool tellsDirections = false)
    {
        this.schedule = schedule;
        this.tellsDirections = tellsDirections;
        foreach (int pattern in Enumerable.Range(0, schedule.Patterns.Count).OrderByDescending(p => schedule.Patterns.Trips(p).Length).ThenBy(p => p))
        {
            if (patterns?.Contains(pattern) is false)
            {
                continue;
            }

            int since = every - 1;
            ReadOnlySpan<int> row = schedule.Patterns.Stops(pattern);
            for (int i = 1; i < row.Length; i++)
            {
                since = this.stops.Contains(row[i]) ? 0 : since + 1;
                if (since == every)
                {
                    this.stops.Add(row[i]);
                    since = 0;
                }
            }
        }
    }

    public int Count => this.stops.Count;

    public IEnumerable<int> Stops => this.stops.Order();

    public bool IsAt(int stop) => this.stops.Contains(stop);

    public static DeviceId DeviceOf(int stop) => DeviceId.Parse($"stop-{stop}");

    public static string ChannelId => Channel;

    /// <summary>The direction in which a camera sees a trip pass.</summary>
    public string DirectionOf(int trip) => Ways[this.tellsDirections && this.schedule.Trips.DirectionId(trip) == 1 ? 1 : 0];

    public DeviceRegistry MakeRegistry()
    {
        Dictionary<int, List<LineCrossing>> passes = [];
        for (int pattern = 0; pattern < this.schedule.Patterns.Count; pattern++)
        {
            ReadOnlySpan<int> row = this.schedule.Patterns.Stops(pattern);
            for (int i = 1; i < row.Length && this.schedule.Patterns.RouteIndex(pattern) >= 0; i++)
            {
                if (this.stops.Contains(row[i]))
                {
                    if (!passes.TryGetValue(row[i], out List<LineCrossing>? own))
                    {
                        passes.Add(row[i], own = []);
                    }

                    own.Add(new LineCrossing(pattern, this.schedule.Patterns.StopOffsets(pattern)[i], 0));
                }
            }
        }

        return new DeviceRegistry("en", this.Stops.Where(passes.ContainsKey).Select(s => this.Make(s, passes[s])));
    }

    private CountingDevice Make(int stop, List<LineCrossing> passes)
    {
        GeoPoint at = new(this.schedule.Stops.Latitude(stop), this.schedule.Stops.Longitude(stop));
        ImmutableArray<CountingDirection> directions = [.. passes.GroupBy(p => this.DirectionOf(this.schedule.Patterns.Trips(p.PatternIndex)[0]))
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new CountingDirection { Name = g.Key, Bearing = 0, Routes = this.ListRoutes(g) })];
        return new CountingDevice
        {
            Id = DeviceOf(stop),
            Name = new LocalizedText(this.schedule.Stops.Name(stop)),
            Kind = DeviceKind.Camera,
            At = at,
            Channels =
            [
                new CountingChannel
                {
                    Id = Channel,
                    Line = (at, at),
                    Passages = ["bus", "tram", "train", "boat"],
                    IntervalSeconds = 60,
                    ReadsRoutes = true,
                    Directions = directions,
                },
            ],
        };
    }

    private ImmutableArray<ServedRoute> ListRoutes(IEnumerable<LineCrossing> passes) => [.. passes
        .GroupBy(p => this.schedule.Patterns.RouteIndex(p.PatternIndex))
        .Select(g => new ServedRoute(this.schedule.Routes.Id(g.Key), null, [.. g]))];
}
