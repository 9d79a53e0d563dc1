using System.ComponentModel.DataAnnotations;

namespace TransitHub.Server.Options;

/// <summary>Traces of single observations, from their message to the feeds. Metrics need no setting: they are at <c>/metrics</c>.</summary>
internal sealed class TelemetryOptions
{
    /// <summary>
    /// Where traces are sent by OTLP: <c>http://collector:4317</c> by gRPC, <c>http://collector:4318/v1/traces</c> by HTTP. Null: what
    /// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says, and without it nothing is traced.
    /// </summary>
    public string? OtlpEndpoint { get; set; }

    /// <summary>
    /// Share of the messages that is traced by lot, 0 to 1, beside those whose sender records a trace (<c>traceparent</c>). None
    /// by default: a fleet sends thousands of messages a second that look all the same.
    /// </summary>
    [Range(0.0, 1.0)]
    public double TraceShare { get; set; }

    /// <summary>Messages traced in one second at most, 1 to 10,000, whoever asks for it: each makes seven spans.</summary>
    [Range(1, 10_000)]
    public int MaxTracesPerSecond { get; set; } = 20;
}
