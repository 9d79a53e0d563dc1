using System.Diagnostics;

namespace TransitHub.Core.Telemetry;

/// <summary>The W3C Trace Context header as text, <see href="https://www.w3.org/TR/trace-context/#traceparent-header"/>.</summary>
public static class TraceParent
{
    /// <summary>The name under which it travels, as HTTP header and as MQTT 5 user property.</summary>
    public const string Name = "traceparent";

    /// <summary>The longest that is read, characters: later versions may be longer than the 55 of this one.</summary>
    public const int MaxLength = 64;

    private const int MinLength = 55;

    /// <summary>Reads it; false when it is none, or when its sender does not record the trace.</summary>
    public static bool TryReadSampled(string? text, out ActivityContext context)
    {
        context = default;
        return text is { Length: >= MinLength and <= MaxLength }
            && ActivityContext.TryParse(text, traceState: null, isRemote: true, out context)
            && context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded);
    }

    /// <summary>Writes it.</summary>
    public static string Text(ActivityContext context) =>
        $"00-{context.TraceId.ToHexString()}-{context.SpanId.ToHexString()}-{(int)context.TraceFlags:x2}";
}
