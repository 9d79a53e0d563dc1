using System.Diagnostics.Metrics;
using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Telemetry;
using TransitHub.Core.Time;

namespace TransitHub.Server.Roles.Serving;

/// <summary>The figures of <c>/metrics</c> about what shards report, read when a scrape asks.</summary>
internal sealed class ServeMetrics : IDisposable
{
    private readonly Meter meter = new(TelemetryNames.Meter);
    private readonly ServedFeedService[] feeds;

    /// <summary>Registers them.</summary>
    public ServeMetrics(ServedFeedService[] feeds, TimeProvider clock)
    {
        this.feeds = feeds;
        this.Gauge("age_seconds", "Age of the shard's newest report; absent before the first.", r => Math.Max(0, Timestamp.Now(clock).SecondsSince(r.At)));
        this.Gauge("records_behind", "Records of the shard's log that its owner had not taken in by then.", r => r.RecordsBehind);
        this.Gauge("seconds_behind", "Age of the last record that was taken in by then.", r => r.SecondsBehind);
    }

    /// <inheritdoc/>
    public void Dispose() => this.meter.Dispose();

    private void Gauge(string name, string description, Func<ShardReport, double> read) => this.meter.CreateObservableGauge(
        "transithub_shard_report_" + name,
        () => this.feeds.SelectMany(f => f.Reports.Shards.OfType<ShardReport>().Zip(Numbers(f), (report, shard) => new Measurement<double>(
            read(report), new("feed", f.Feed.Id.ToString()), new KeyValuePair<string, object?>("shard", shard)))),
        description: description);

    private static IEnumerable<int> Numbers(ServedFeedService feed) =>
        feed.Reports.Shards.Select((report, shard) => (report, shard)).Where(r => r.report is not null).Select(r => r.shard);
}
