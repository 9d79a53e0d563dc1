using System.ComponentModel.DataAnnotations;
using TransitHub.Archive;
using TransitHub.Core.Alerting;
using TransitHub.Core.Feeds;
using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Storage;
using TransitHub.Mqtt.Broker;
using TransitHub.Redis;
using TransitHub.Server.Security.Devices;

namespace TransitHub.Server.Options;

/// <summary>
/// All settings of <c>serve</c>. They come, the later winning, from these defaults, the JSON file of
/// <c>--config</c>, environment variables (<c>TRANSITHUB__HTTP</c>, <c>TRANSITHUB__WATCH__HEARTBEATSECONDS</c>) and
/// the command line.
/// </summary>
internal sealed class HubOptions
{
    /// <summary>What the operator should know of the settings given, one line each; no setting itself.</summary>
    internal IReadOnlyList<string> Notices { get; set; } = [];

    /// <summary>Folder of the observation log, static feeds and small state; made when absent.</summary>
    [Required]
    public string Data { get; set; } = "./data";

    /// <summary>Where HTTP listens, ADDRESS:PORT; port 0 takes any free one.</summary>
    [Required]
    public string Http { get; set; } = "127.0.0.1:8080";

    /// <summary>Where gRPC listens (HTTP/2 without TLS), ADDRESS:PORT.</summary>
    [Required]
    public string Grpc { get; set; } = "127.0.0.1:8081";

    /// <summary>Where the embedded MQTT broker listens, ADDRESS:PORT; unused when <see cref="Mqtt"/> names a broker.</summary>
    [Required]
    public string MqttListen { get; set; } = "127.0.0.1:1883";

    /// <summary>Where the embedded MQTT broker listens for TLS, ADDRESS:PORT; null: nowhere. Needs <c>Broker:Tls</c>.</summary>
    public string? MqttTlsListen { get; set; }

    /// <summary>URL of an outside broker, <c>mqtt[s]://[user:password@]host[:port]</c>; null: the embedded one.</summary>
    public string? Mqtt { get; set; }

    /// <summary>The feed that Helsinki's <c>/hfp/...</c> topics go to; null: the only feed, or none when there are several.</summary>
    public string? HfpFeed { get; set; }

    /// <summary>The feeds; empty: one feed named <c>default</c> without static GTFS.</summary>
    public List<FeedSettings> Feeds { get; set; } = [];

    /// <summary>Bounds of the embedded broker.</summary>
    public EmbeddedBrokerOptions Broker { get; set; } = new();

    /// <summary>How devices log in to the embedded broker, and how much each may send.</summary>
    public DeviceAccessOptions DeviceAccess { get; set; } = new();

    /// <summary>How an outside broker is read.</summary>
    public BrokerClientOptions BrokerClient { get; set; } = new();

    /// <summary>Each feed's way from the queue to the published state.</summary>
    public FeedRuntimeOptions Fusion { get; set; } = new();

    /// <summary><see cref="Fusion"/> with what other settings say of it; no setting itself.</summary>
    internal FeedRuntimeOptions SettledFusion => this.Fusion with { Fusion = this.Fusion.Fusion with { FewestTold = this.Query.FewestTold } };

    /// <summary>
    /// Folder of the learned model of the arrivals' errors (models/README.md); null or empty: the formula alone. One that
    /// cannot be used is refused with a warning, and the formula goes on.
    /// </summary>
    public string? Model { get; set; }

    /// <summary>
    /// Folder of the learned model of the riders on board at stops ahead (models/README.md); null or empty: the formula alone. One that
    /// cannot be used is refused with a warning, and the formula goes on.
    /// </summary>
    public string? LoadModel { get; set; }

    /// <summary>Redis or Valkey, which the processes of a scaled-out hub share; null: all is embedded in this one.</summary>
    public RedisOptions? Redis { get; set; }

    /// <summary>What this process does of <c>ingest,fusion,serve</c>, separated by commas; all of it by default. Fewer need <see cref="Redis"/>.</summary>
    [Required]
    public string Roles { get; set; } = "ingest,fusion,serve";

    /// <summary>How a fusion process of a scaled-out hub has shards.</summary>
    public ShardRunOptions Shards { get; set; } = new();

    /// <summary>Each feed's observation log.</summary>
    public ObservationLogOptions Log { get; set; } = new();

    /// <summary>Each feed's archive: its days, rolled from the log into tables.</summary>
    public ArchiveOptions Archive { get; set; } = new();

    /// <summary>The hub's own log.</summary>
    public LoggingOptions Logging { get; set; } = new();

    /// <summary>Traces.</summary>
    public TelemetryOptions Telemetry { get; set; } = new();

    /// <summary>Who may connect.</summary>
    public SecurityOptions Security { get; set; } = new();

    /// <summary>How many versions of each static feed are kept, 1 to 100: consumers may hold the one before for days.</summary>
    [Range(1, 100)]
    public int StaticVersions { get; set; } = 10;

    /// <summary>How another version of a static feed comes into service.</summary>
    public StaticOptions Statics { get; set; } = new();

    /// <summary>How GTFS-Realtime is published.</summary>
    public FeedOptions Realtime { get; set; } = new();

    /// <summary>What the hub itself finds that riders should be told, and what becomes of it.</summary>
    public AlertOptions Alerts { get; set; } = new();

    /// <summary>
    /// Connections of HTTP and gRPC readers at one time, 1 to 1,000,000; one more is closed at once. Each costs some 10 KB, a
    /// gRPC connection carries up to 2,000 streams.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxReaderConnections { get; set; } = 10_000;

    /// <summary>
    /// The same of one address (of IPv6 a /64), 1 to 1,000,000; one more is closed at once, so that no single reader has all places. Those of
    /// <c>Security:Readers:Proxies</c> are not counted.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxReaderConnectionsPerAddress { get; set; } = 5_000;

    /// <summary>Connections of readers that have asked for nothing yet, TLS handshakes included, 1 to 1,000,000; of more the one that has waited longest is closed.</summary>
    [Range(1, 1_000_000)]
    public int MaxSilentReaderConnections { get; set; } = 4_000;

    /// <summary>The same of one address, 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxSilentReaderConnectionsPerAddress { get; set; } = 2_000;

    /// <summary>Streams to readers: gRPC Watch and <c>/v1/stream</c>.</summary>
    public WatchOptions Watch { get; set; } = new();

    /// <summary>Bounds of the JSON queries.</summary>
    public QueryOptions Query { get; set; } = new();
}
