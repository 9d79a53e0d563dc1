using System.Diagnostics.Metrics;
using TransitHub.Core.Telemetry;
using TransitHub.Core.Time;

namespace TransitHub.Server.Upstream;

/// <summary>The figures of other agencies' feeds on <c>/metrics</c>. What was repaired is in <c>transithub_rejected</c> with the stage <c>repair</c>.</summary>
internal sealed class UpstreamMetrics : IDisposable
{
    private readonly Meter meter = new(TelemetryNames.Meter);

    /// <summary>Registers them.</summary>
    public UpstreamMetrics(UpstreamInput input, TimeProvider clock)
    {
        Count("polls", "Requests to other agencies, or messages that they pushed.", f => f.Polls);
        Count("unchanged", "Of these, the ones to which nothing had changed.", f => f.Unchanged);
        Count("failures", "Of these, the ones that failed or were refused as a whole.", f => f.Failures);
        Count("bytes", "Bytes of other agencies' messages, unpacked.", f => f.Bytes);
        Count("positions", "Positions of other agencies that were new.", f => f.Positions);
        Count("entities", "Updates of other agencies that were new or are gone.", f => f.Entities);
        Count("repeats", "Entities of other agencies that said what they had said before.", f => f.Repeats);
        this.meter.CreateObservableGauge(
            "transithub_upstream_age_seconds",
            () => input.Statuses.Where(s => s.Figures.TakenAt is not null)
                .Select(s => Measure(s, Timestamp.Now(clock).SecondsSince(s.Figures.TakenAt!.Value))),
            description: "Since a source was last heard well.");

        void Count(string name, string description, Func<UpstreamFigures, long> read) =>
            this.meter.CreateObservableCounter("transithub_upstream_" + name, () => input.Statuses.Select(s => Measure(s, read(s.Figures))), description: description);
    }

    /// <inheritdoc/>
    public void Dispose() => this.meter.Dispose();

    private static Measurement<T> Measure<T>(UpstreamStatus status, T value)
        where T : struct => new(value, new("feed", status.Feed), new KeyValuePair<string, object?>("source", status.Name));
}
