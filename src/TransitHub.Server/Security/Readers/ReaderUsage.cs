using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using TransitHub.Core.Telemetry;

namespace TransitHub.Server.Security.Readers;

/// <summary>What readers asked for since the start, by key; those without one are counted together.</summary>
internal sealed class ReaderUsage : IDisposable
{
    private readonly Meter meter = new(TelemetryNames.Meter);
    private readonly ConcurrentDictionary<(string Key, string Tier), Tally> tallies = new();
    private readonly TimeProvider clock;

    /// <summary>Registers the figure.</summary>
    public ReaderUsage(TimeProvider clock)
    {
        this.clock = clock;
        this.meter.CreateObservableCounter("transithub_reader_requests", this.Measure, description: "Requests of readers, by key, tier and outcome (served, limited, refused).");
    }

    /// <summary>Counts a request that gets its answer.</summary>
    public void Served(Reader reader) => Interlocked.Increment(ref this.TallyOf(reader).Served);

    /// <summary>Counts one that is over its tier.</summary>
    public void Limited(Reader reader) => Interlocked.Increment(ref this.TallyOf(reader).Limited);

    /// <summary>Counts one without a key that opens anything.</summary>
    public void Refused(Reader reader) => Interlocked.Increment(ref this.TallyOf(reader).Refused);

    /// <summary>What came with a key: requests served and limited since the start, and when the last one was, Unix seconds, null: none.</summary>
    public (long Served, long Limited, long? LastAt) Of(string key)
    {
        Tally[] own = [.. this.tallies.Where(t => t.Key.Key == key).Select(t => t.Value)];
        return (own.Sum(t => Interlocked.Read(ref t.Served)), own.Sum(t => Interlocked.Read(ref t.Limited)), own.Length == 0 ? null : own.Max(t => Interlocked.Read(ref t.LastAt)));
    }

    /// <inheritdoc/>
    public void Dispose() => this.meter.Dispose();

    private Tally TallyOf(Reader reader)
    {
        Tally tally = this.tallies.GetOrAdd((reader.Key ?? (reader.Tier is null ? "operator" : "none"), reader.Tier?.Name ?? "operator"), static _ => new Tally());
        Interlocked.Exchange(ref tally.LastAt, this.clock.GetUtcNow().ToUnixTimeSeconds());
        return tally;
    }

    private IEnumerable<Measurement<long>> Measure() => this.tallies.SelectMany(t => new[]
    {
        Figure(Interlocked.Read(ref t.Value.Served), t.Key, "served"),
        Figure(Interlocked.Read(ref t.Value.Limited), t.Key, "limited"),
        Figure(Interlocked.Read(ref t.Value.Refused), t.Key, "refused"),
    });

    private static Measurement<long> Figure(long count, (string Key, string Tier) of, string outcome) =>
        new(count, KeyValuePair.Create("key", (object?)of.Key), KeyValuePair.Create("tier", (object?)of.Tier), KeyValuePair.Create("outcome", (object?)outcome));

    private sealed class Tally
    {
        public long Served;
        public long Limited;
        public long Refused;
        public long LastAt;
    }
}
