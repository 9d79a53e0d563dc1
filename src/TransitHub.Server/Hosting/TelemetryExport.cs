using System.Collections;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using TransitHub.Core.Telemetry;
using TransitHub.Server.Options;

namespace TransitHub.Server.Hosting;

/// <summary>What the hub measures goes out: metrics where Prometheus asks for them, traces by OTLP where that is configured.</summary>
internal static class TelemetryExport
{
    private const string StandardPrefix = "OTEL_";

    private static readonly string[] EndpointVariables = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];

    /// <summary>Adds both to the services of the web host.</summary>
    public static void Add(WebApplicationBuilder builder, TelemetryOptions options)
    {
        builder.Configuration.AddInMemoryCollection(StandardSettings());
        string version = typeof(TelemetryExport).Assembly.GetName().Version!.ToString(3);
        OpenTelemetryBuilder telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("transithub", serviceVersion: version))
            .WithMetrics(metrics => metrics
                .AddMeter(TelemetryNames.Meter, "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Hosting")
                .AddPrometheusExporter());
        if (options.OtlpEndpoint is not null || EndpointVariables.Any(name => !string.IsNullOrEmpty(builder.Configuration[name])))
        {
            // What is followed was decided when the message arrived: each span that exists is wanted.
            telemetry.WithTracing(tracing => tracing
                .SetSampler(new AlwaysOnSampler())
                .AddSource(ObservationTracing.SourceName)
                .AddOtlpExporter(exporter => Direct(exporter, options.OtlpEndpoint)));
        }
    }

    /// <summary>What is wrong with an endpoint; null when it can be used.</summary>
    public static string? FindProblem(string? endpoint) =>
        endpoint is null || (Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https")
            ? null
            : $"Telemetry:OtlpEndpoint is '{endpoint}', which is no address: use http://HOST:4317 for gRPC or http://HOST:4318/v1/traces for HTTP.";

    /// <summary>Without a setting of the hub's own the standard's variables hold, which the exporter reads itself.</summary>
    private static void Direct(OtlpExporterOptions exporter, string? endpoint)
    {
        if (endpoint is not null)
        {
            exporter.Endpoint = new Uri(endpoint);
            exporter.Protocol = exporter.Endpoint.AbsolutePath.Length > 1 ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        }
    }

    private static Dictionary<string, string?> StandardSettings() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(e => ((string)e.Key).StartsWith(StandardPrefix, StringComparison.Ordinal))
            .ToDictionary(e => (string)e.Key, e => (string?)e.Value, StringComparer.OrdinalIgnoreCase);
}
