using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Google.Protobuf;
using TransitHub.Core.Feeds;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Tests.Feeds;
using TransitHub.Core.Time;

namespace TransitHub.Benchmarks.Feeds;

/// <summary>
/// From a snapshot to the bytes of a feed: generated classes, the hand-written encoder for everything, and for the tenth
/// that changed with the rest concatenated. Then what one compression costs.
/// </summary>
[Config(typeof(ShortInProcess))]
[MinColumn]
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class FeedEncoding
{
    private const string Positions = "50,000 vehicles";
    private const string Updates = "5,000 trips x 30 stops";
    private const string Rounds = "all feeds and cuts";
    private static readonly FeedOptions Options = new();
    private readonly BusyHub hub = new();
    private readonly FeedSetEncoder whole = new(Options);
    private OneFeed<VehicleSnapshot> positions = null!;
    private OneFeed<TripSnapshot> updates = null!;
    private FeedBytes positionBytes = null!;
    private FeedBytes updateBytes = null!;
    private long now;

    [GlobalSetup]
    public void Setup()
    {
        ProtobufWriter writer = new();
        OutsideVehicles outside = new();
        outside.Update(this.hub.First.Schedule, this.hub.First.Vehicles);
        VehiclePositionsEncoder vehicleEncoder = new(writer, new RunAssignments(), outside);
        TripUpdatesEncoder tripEncoder = new(writer, Options, outside);
        this.now = this.hub.Now.UnixSeconds;
        this.positions = new OneFeed<VehicleSnapshot>(
            (a, b) => a.Id.CompareTo(b.Id), vehicle => vehicleEncoder.Encode(this.hub.First.Schedule, vehicle, this.now));
        this.updates = new OneFeed<TripSnapshot>(
            (a, b) => a.Trip.CompareTo(b.Trip), trip => tripEncoder.Encode(this.hub.First.Schedule, trip, this.now));
        FeedSet feeds = this.whole.Encode(this.hub.First, this.hub.Now);
        this.positionBytes = feeds.Get(FeedKind.VehiclePositions);
        this.updateBytes = feeds.Get(FeedKind.TripUpdates);
        Console.WriteLine($"// bytes: {Sizes(this.positionBytes)}; {Sizes(this.updateBytes)}");
    }

    [BenchmarkCategory(Positions), Benchmark(Baseline = true, Description = "generated classes")]
    public byte[] PositionsByGeneratedClasses() =>
        ObjectGraphEncoder.VehiclePositions(this.hub.First, this.now, Options.MaxAgeSeconds, onTripsOnly: false).ToByteArray();

    [BenchmarkCategory(Positions), Benchmark(Description = "hand-written, all encoded")]
    public FeedBytes PositionsAllEncoded() => this.positions.EncodeAll(this.hub.First.Vehicles, this.Tick());

    [BenchmarkCategory(Positions), Benchmark(Description = "hand-written, a tenth changed")]
    public FeedBytes PositionsTenthChanged() => this.positions.Encode(this.Next().Vehicles, this.Tick());

    [BenchmarkCategory(Positions), Benchmark(Description = "gzip")]
    public int PositionsGzip() => Pack(this.positionBytes, ContentCoding.Gzip);

    [BenchmarkCategory(Positions), Benchmark(Description = "brotli")]
    public int PositionsBrotli() => Pack(this.positionBytes, ContentCoding.Brotli);

    [BenchmarkCategory(Updates), Benchmark(Baseline = true, Description = "generated classes")]
    public byte[] UpdatesByGeneratedClasses() =>
        ObjectGraphEncoder.TripUpdates(this.hub.First, this.now, Options.MaxAgeSeconds).ToByteArray();

    [BenchmarkCategory(Updates), Benchmark(Description = "hand-written, all encoded")]
    public FeedBytes UpdatesAllEncoded() => this.updates.EncodeAll(this.hub.First.Trips, this.Tick());

    [BenchmarkCategory(Updates), Benchmark(Description = "hand-written, a tenth changed")]
    public FeedBytes UpdatesTenthChanged() => this.updates.Encode(this.Next().Trips, this.Tick());

    [BenchmarkCategory(Updates), Benchmark(Description = "gzip")]
    public int UpdatesGzip() => Pack(this.updateBytes, ContentCoding.Gzip);

    [BenchmarkCategory(Updates), Benchmark(Description = "brotli")]
    public int UpdatesBrotli() => Pack(this.updateBytes, ContentCoding.Brotli);

    [BenchmarkCategory(Rounds), Benchmark(Baseline = true, Description = "one round, a tenth changed")]
    public FeedSet RoundWithTenthChanged() => this.whole.Encode(this.Next(), Timestamp.FromUnixSeconds(this.Tick()));

    private static int Pack(FeedBytes feed, ContentCoding coding) =>
        new Representation(feed.Protobuf.Bytes, "application/x-protobuf", "benchmark").In(coding).Bytes.Length;

    private static string Sizes(FeedBytes feed) =>
        $"{feed.Protobuf.Bytes.Length} plain, {feed.Protobuf.In(ContentCoding.Gzip).Bytes.Length} gzip, {feed.Protobuf.In(ContentCoding.Brotli).Bytes.Length} brotli";

    private HubSnapshot Next() => this.now % 2 == 0 ? this.hub.Second : this.hub.First;

    private long Tick() => ++this.now;

    /// <summary>In this process, so that a run needs no second build.</summary>
    private sealed class ShortInProcess : ManualConfig
    {
        public ShortInProcess() =>
            this.AddJob(Job.ShortRun.WithIterationCount(8).WithToolchain(InProcessEmitToolchain.Instance));
    }

    /// <summary>One feed's cache and publication, apart from the others.</summary>
    private sealed class OneFeed<TSource>(Comparison<TSource> order, Func<TSource, EncodedEntity> encode)
        where TSource : class
    {
        private readonly EntityCache<TSource> cache = new(order, encode);
        private readonly FeedPublication publication = new(Options);

        public FeedBytes EncodeAll(ImmutableArray<TSource> sources, long now)
        {
            this.cache.Clear();
            return this.Encode(sources, now);
        }

        public FeedBytes Encode(ImmutableArray<TSource> sources, long now)
        {
            this.cache.Update(sources, mustRenew: null, onChange: null);
            return this.publication.Publish(this.cache.Entities, FeedCut.All, "2026-11-23", now);
        }
    }
}
