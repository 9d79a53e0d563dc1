using System.Diagnostics.Metrics;
using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Telemetry;

namespace TransitHub.Server.Roles.Fusion;

/// <summary>The figures of <c>/metrics</c> about this process's shards, read when a scrape asks.</summary>
internal sealed class FusionMetrics : IDisposable
{
    private readonly Meter meter = new(TelemetryNames.Meter);
    private readonly ShardSlot[] slots;

    /// <summary>Registers them.</summary>
    public FusionMetrics(ShardSlot[] slots)
    {
        this.slots = slots;
        this.meter.CreateObservableGauge("transithub_shard_owned", () => this.slots.Select(s => Of(s, s.IsOwned ? 1L : 0)), description: "1 when this process has the shard.");
        this.Count("records", "Records of the shard's log taken in by this process.", p => p.Records);
        this.Count("takeovers", "Times that this process became the shard's owner.", p => p.Takeovers);
        this.Count("quarantined", "Records left out because they could not be taken in.", p => p.Quarantined);
        this.Count("links_left_out", "Ways over links that another shard's log did not take in time.", p => p.LinksLeftOut);
        this.Count("saves", "States kept.", p => p.Saves);
        this.Gauge("records_behind", "Records of the log that are not taken in yet.", p => p.RecordsBehind);
        this.Gauge("seconds_behind", "Age of the last record that was taken in.", p => p.SecondsBehind);
        this.Gauge("save_seconds", "How long the last state took to be made and kept.", p => p.SaveSeconds);
        this.Gauge("save_held_up_seconds", "How long the shard took in nothing while the last state was made.", p => p.HeldUpSeconds);
        this.Gauge("save_bytes", "Size of the last state that was kept.", p => p.SaveBytes);
    }

    /// <inheritdoc/>
    public void Dispose() => this.meter.Dispose();

    private static Measurement<T> Of<T>(ShardSlot slot, T value)
        where T : struct =>
        new(value, new("feed", slot.Shard.Feed.ToString()), new KeyValuePair<string, object?>("shard", slot.Shard.Number));

    private void Count(string name, string description, Func<ShardProgress, long> read) =>
        this.meter.CreateObservableCounter("transithub_shard_" + name, () => this.slots.Select(s => Of(s, read(s.Progress))), description: description);

    private void Gauge(string name, string description, Func<ShardProgress, double> read) =>
        this.meter.CreateObservableGauge("transithub_shard_" + name, () => this.slots.Where(s => s.IsOwned).Select(s => Of(s, read(s.Progress))), description: description);
}
