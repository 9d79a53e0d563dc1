using System.Collections.Concurrent;
using System.Diagnostics;

namespace TransitHub.Testing;

/// <summary>Listens to the spans of a source, like an exporter in memory. Other tests' are heard too: ask for one trace.</summary>
public sealed class SpanLog : IDisposable
{
    private readonly ConcurrentQueue<Activity> spans = new();
    private readonly ActivityListener listener;

    /// <summary>Begins to listen.</summary>
    /// <param name="source">The source's name.</param>
    public SpanLog(string source)
    {
        this.listener = new ActivityListener
        {
            ShouldListenTo = one => one.Name == source,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = this.spans.Enqueue,
        };
        ActivitySource.AddActivityListener(this.listener);
    }

    /// <summary>A trace that nothing else belongs to.</summary>
    public static ActivityContext NewTrace() => new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);

    /// <summary>The ended spans of a trace, in the order of their ends.</summary>
    public Activity[] Of(ActivityContext trace) => this.Of(trace.TraceId);

    /// <summary>The same by the trace's id.</summary>
    public Activity[] Of(ActivityTraceId trace) => [.. this.spans.Where(s => s.TraceId == trace)];

    /// <inheritdoc/>
    public void Dispose() => this.listener.Dispose();
}
