using System.Diagnostics;

namespace TransitHub.Core.Telemetry;

/// <summary>
/// The spans of observations that are followed. A span for each observation would cost more than the hub's whole work, so
/// only those with an <see cref="ObservationTrace"/> get any; which do is decided once, where the message arrives. All of a
/// trace's spans are children of its arrival, so that it reads as one line of stages in whatever process they happened.
/// </summary>
/// <remarks>
/// Spans are written when a stage is over: nothing of them is kept meanwhile, and <see cref="Activity.Current"/> stays what it was.
/// Without a listener nothing is done.
/// </remarks>
public static class ObservationTracing
{
    /// <summary>The name of the source, for listeners.</summary>
    public const string SourceName = "TransitHub";

    /// <summary>The attribute with the feed's id.</summary>
    public const string FeedAttribute = "transithub.feed";

    /// <summary>The attribute with how many observations shared a stage.</summary>
    public const string BatchSizeAttribute = "transithub.batch.size";

    /// <summary>The attribute with what the gate said.</summary>
    public const string VerdictAttribute = "transithub.verdict";

    /// <summary>The attribute with the sequence of the state.</summary>
    public const string StateAttribute = "transithub.state.sequence";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>True while somebody listens.</summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>Begins the span of a message's arrival; null when nobody listens.</summary>
    /// <param name="parent">The sender's span; <c>default</c>: it sent none.</param>
    /// <param name="at">The hub's clock.</param>
    public static Activity? Receive(ActivityContext parent, DateTimeOffset at) =>
        Source.StartActivity(StageName.Receive, ActivityKind.Consumer, parent, startTime: at);

    /// <summary>Writes the span of a stage that one observation passed by itself.</summary>
    public static void Write(string stage, ObservationTrace trace, DateTimeOffset from, DateTimeOffset to, params ReadOnlySpan<KeyValuePair<string, object?>> attributes) =>
        Write(stage, trace, null, from, to, attributes);

    /// <summary>
    /// Writes the spans of a stage that many passed together. The first one's span stands for the shared work and links to the arrivals
    /// of the others; each other has a span of its own in its trace, which links to the shared one.
    /// </summary>
    public static void WriteShared(
        string stage, IReadOnlyList<ObservationTrace> traces, DateTimeOffset from, DateTimeOffset to, params ReadOnlySpan<KeyValuePair<string, object?>> attributes)
    {
        if (traces.Count == 0 || !IsOn)
        {
            return;
        }

        ActivityContext shared = Write(stage, traces[0], traces.Count == 1 ? null : traces.Skip(1).Select(t => new ActivityLink(t.Context)), from, to, attributes);
        if (traces.Count > 1)
        {
            ActivityLink[] link = [new(shared)];
            for (int i = 1; i < traces.Count; i++)
            {
                Write(stage, traces[i], link, from, to, attributes);
            }
        }
    }

    private static ActivityContext Write(
        string stage, ObservationTrace trace, IEnumerable<ActivityLink>? links, DateTimeOffset from, DateTimeOffset to, ReadOnlySpan<KeyValuePair<string, object?>> attributes)
    {
        using Activity? span = Source.StartActivity(stage, ActivityKind.Internal, trace.Context, tags: null, links, from);
        if (span is null)
        {
            return default;
        }

        foreach (KeyValuePair<string, object?> attribute in attributes)
        {
            span.SetTag(attribute.Key, attribute.Value);
        }

        span.SetEndTime(to.UtcDateTime);
        return span.Context;
    }
}
