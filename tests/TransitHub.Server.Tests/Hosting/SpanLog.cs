using System.Collections.Concurrent;
using System.Diagnostics;
using TransitHub.Core.Telemetry;

namespace TransitHub.Server.Tests.Hosting;

/// <summary>Listens to the hub's spans, like an exporter in memory. Other tests' hubs are heard too: ask for one trace.</summary>
internal sealed class SpanLog : IDisposable
{
    private readonly ConcurrentQueue<Activity> spans = new();
    private readonly ActivityListener listener;

    public SpanLog()
    {
        this.listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ObservationTracing.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = this.spans.Enqueue,
        };
        ActivitySource.AddActivityListener(this.listener);
    }

    public Activity[] Of(ActivityTraceId trace) => [.. this.spans.Where(s => s.TraceId == trace)];

    public void Dispose() => this.listener.Dispose();
}
