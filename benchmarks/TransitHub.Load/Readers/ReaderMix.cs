using TransitHub.Load.Cameras;
using TransitHub.Protocol.V1;

namespace TransitHub.Load.Readers;

/// <summary>
/// Who reads: of gRPC's readers half have a map of 3 km, three in ten a route with its trips and crowding, a fifth a stop with trips and crowding, and one in a hundred takes all there is;
/// of the readers of server-sent events nearly all have a map of 3 km and one in a hundred the whole. Slow ones take all there is, so that much is kept from them.
/// </summary>
internal sealed class ReaderMix(LoadCity city, WaitingZones zones, string feed)
{
    private const double HalfDegrees = 0.0135;
    private const int StreamsOfGateway = 75;
    private static readonly ReadingPace[] SlowPaces = [ReadingPace.Stalled, ReadingPace.Slow, ReadingPace.Trickling];
    private readonly Random random = new(11);

    /// <summary>Readers of gRPC by connection: three quarters behind gateways, the others with a connection each.</summary>
    public List<(ReadingPace Pace, List<StreamReader> Readers)> Grpc(int count, int slow)
    {
        List<StreamReader> all = [.. Enumerable.Range(0, count).Select(i => new StreamReader(this.RequestOf(i), ReadingPace.AtOnce))];
        int alone = count / 4;
        List<(ReadingPace Pace, List<StreamReader> Readers)> connections =
        [
            .. all.Take(alone).Select(r => (ReadingPace.AtOnce, new List<StreamReader> { r })),
            .. all.Skip(alone).Chunk(StreamsOfGateway).Select(some => (ReadingPace.AtOnce, some.ToList())),
        ];
        foreach (int i in Enumerable.Range(0, slow))
        {
            if (i == 0 && connections.Count > 0)
            {
                // An app that takes nothing, on the connection that others share with it.
                connections[^1].Readers.Add(new StreamReader(this.All(), ReadingPace.Stalled));
                continue;
            }

            ReadingPace pace = SlowPaces[i % SlowPaces.Length];
            connections.Add((pace, [new StreamReader(this.All(), pace)]));
        }

        return connections;
    }

    /// <summary>Readers of server-sent events.</summary>
    public List<StreamReader> Sse(int count, int slow) =>
    [
        .. Enumerable.Range(0, count).Select(i => new StreamReader(i % 100 == 99 ? this.All() : this.Map(), ReadingPace.AtOnce)),
        .. Enumerable.Range(0, slow).Select(i => new StreamReader(this.All(), SlowPaces[i % SlowPaces.Length])),
    ];

    private WatchRequest RequestOf(int reader) => (reader % 100) switch
    {
        99 => this.All(),
        < 50 => this.Map(),
        < 80 => new WatchRequest { FeedId = feed, Filter = new EntityFilter { RouteIds = { $"R{this.random.Next(city.Paths.Length)}" } } },
        _ => new WatchRequest
        {
            FeedId = feed,
            Filter = new EntityFilter { StopIds = { zones.StopId(this.random.Next(zones.Count)) }, Kinds = { EntityKind.Vehicle, EntityKind.Trip, EntityKind.Crowding } },
        },
    };

    private WatchRequest All() => new() { FeedId = feed };

    private WatchRequest Map()
    {
        (double lat, double lon) = zones.PlaceOf(this.random.Next(zones.Count));
        return new WatchRequest
        {
            FeedId = feed,
            Filter = new EntityFilter { BoundingBox = new BoundingBox { South = lat - HalfDegrees, West = lon - HalfDegrees, North = lat + HalfDegrees, East = lon + HalfDegrees } },
        };
    }
}
