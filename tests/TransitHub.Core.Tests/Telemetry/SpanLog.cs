using System.Collections.Concurrent;
using System.Diagnostics;
using TransitHub.Core.Telemetry;

namespace TransitHub.Core.Tests.Telemetry;

/// <summary>Listens to the core's spans and gives those of one trace.</summary>
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

    public static ActivityContext NewTrace() => new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);

    public Activity[] Of(ActivityContext trace) => [.. this.spans.Where(s => s.TraceId == trace.TraceId)];

    public void Dispose() => this.listener.Dispose();
}
