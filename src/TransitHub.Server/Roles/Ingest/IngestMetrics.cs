using System.Diagnostics.Metrics;
using TransitHub.Core.Observations;
using TransitHub.Core.Telemetry;

namespace TransitHub.Server.Roles.Ingest;

/// <summary>The figures of the role <c>ingest</c> on <c>/metrics</c>.</summary>
internal sealed class IngestMetrics : IDisposable
{
    private readonly Meter meter = new(TelemetryNames.Meter);
    private readonly IntakeDirectory intakes;

    /// <summary>Registers them.</summary>
    public IngestMetrics(IntakeDirectory intakes)
    {
        this.intakes = intakes;
        this.Count("received", "Observations that were decoded and taken by the intake.", c => c.Received);
        this.Count("appended", "Observations durable in the logs of the shards.", c => c.Accepted);
        this.Count("failed", "Observations never acknowledged because a log failed or the hub was stopping; the broker sends them again.", c => c.Failed);
        this.Count("conflated", "Positions given up for a newer one of the same vehicle while the queue was full.", c => c.Conflated);
        this.meter.CreateObservableGauge("transithub_ingest_queued", () => this.Each(c => c.Queued), description: "Observations waiting for a log, or on their way into it.");
    }

    /// <inheritdoc/>
    public void Dispose() => this.meter.Dispose();

    private void Count(string name, string description, Func<IntakeCounters, long> read) =>
        this.meter.CreateObservableCounter("transithub_ingest_" + name, () => this.Each(read), description: description);

    private IEnumerable<Measurement<long>> Each(Func<IntakeCounters, long> read) =>
        this.intakes.All.Select(i => new Measurement<long>(read(i.Counters), new KeyValuePair<string, object?>("feed", i.Feed.ToString())));
}
