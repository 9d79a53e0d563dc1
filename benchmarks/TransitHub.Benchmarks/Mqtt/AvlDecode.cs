using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Google.Protobuf;
using TransitHub.Core.Time;
using TransitHub.Mqtt.Decoding;
using Proto = TransitHub.Protocol.V1;

namespace TransitHub.Benchmarks.Mqtt;

/// <summary>
/// One position from its bytes. Ours ends with a checked <c>AvlReport</c>, its topic read and its ids interned; the others end with
/// their own object, unchecked, so that the comparison favors them.
/// </summary>
[MemoryDiagnoser]
[MinColumn]
[Config(typeof(Short))]
public partial class AvlDecode
{
    private const string Topic = "transithub/v1/city/avl/bus-1042";
    private readonly MessageDecoder decoder = new(new DecoderOptions());
    private readonly JsonParser googleJson = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));
    private readonly Timestamp receivedAt = new(1_763_871_001_000);
    private readonly byte[] json = Encoding.UTF8.GetBytes(
        """{"measured_at":1763871000.2,"lat":13.7563,"lon":100.5018,"bearing":92,"speed_mps":6.4,"trip_id":"trip-00017","start_date":"20261123","sign_text":"3-35"}""");

    private byte[] protobuf = [];
    private string jsonText = string.Empty;

    [GlobalSetup]
    public void Setup()
    {
        this.jsonText = Encoding.UTF8.GetString(this.json);
        Proto.ObservationBatch batch = new();
        batch.Avl.Add(this.googleJson.Parse<Proto.AvlReport>(this.jsonText));
        this.protobuf = batch.ToByteArray();
    }

    [Benchmark(Baseline = true, Description = "JSON, ours")]
    public int JsonOurs() => this.decoder.Decode(Topic, this.json, null, this.receivedAt).Observations.Count;

    [Benchmark(Description = "JSON, System.Text.Json source-generated")]
    public object? JsonSourceGenerated() => JsonSerializer.Deserialize(this.json, Context.Default.Position);

    [Benchmark(Description = "JSON, Google.Protobuf JsonParser")]
    public object JsonGoogle() => this.googleJson.Parse<Proto.AvlReport>(this.jsonText);

    [Benchmark(Description = "protobuf, ours")]
    public int ProtobufOurs() => this.decoder.Decode(Topic, this.protobuf, "application/x-protobuf", this.receivedAt).Observations.Count;

    [Benchmark(Description = "protobuf, Google.Protobuf")]
    public object ProtobufGoogle() => Proto.ObservationBatch.Parser.ParseFrom(this.protobuf);

    public sealed record Position
    {
        public double MeasuredAt { get; init; }

        public double Lat { get; init; }

        public double Lon { get; init; }

        public float? Bearing { get; init; }

        public float? SpeedMps { get; init; }

        public string? TripId { get; init; }

        public string? StartDate { get; init; }

        public string? SignText { get; init; }
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    [JsonSerializable(typeof(Position))]
    private sealed partial class Context : JsonSerializerContext;

    private sealed class Short : ManualConfig
    {
        public Short() => this.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
    }
}
