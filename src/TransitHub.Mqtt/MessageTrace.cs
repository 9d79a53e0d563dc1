using System.Diagnostics;
using MQTTnet.Packets;
using TransitHub.Core.Observations;
using TransitHub.Core.Telemetry;
using TransitHub.Mqtt.Decoding;

namespace TransitHub.Mqtt;

/// <summary>What of a trace is MQTT's: where it stands in a message, and what the span of an arrival says.</summary>
internal static class MessageTrace
{
    private const int MaxTopic = 128;

    /// <summary>The message's <c>traceparent</c>; null when it has none, or nobody would follow it anyway.</summary>
    public static string? ParentOf(List<MqttUserProperty>? properties)
    {
        if (properties is null || !ObservationTracing.IsOn)
        {
            return null;
        }

        foreach (MqttUserProperty property in properties)
        {
            if (property.Name == TraceParent.Name)
            {
                return property.ReadValueAsString();
            }
        }

        return null;
    }

    /// <summary>
    /// Ends the span of an arrival, and gives the observations, of which the first carries the trace from here: the others of its message
    /// go the same way at the same time.
    /// </summary>
    public static IReadOnlyList<Observation> Mark(Activity span, string topic, in DecodedMessage message, DateTimeOffset now)
    {
        span.SetTag("messaging.system", "mqtt")
            .SetTag("messaging.operation.type", "receive")
            .SetTag("messaging.destination.name", topic.Length > MaxTopic ? topic[..MaxTopic] : topic)
            .SetTag(ObservationTracing.BatchSizeAttribute, message.Observations.Count);
        if (message.Feed is { } feed)
        {
            span.SetTag(ObservationTracing.FeedAttribute, feed.ToString());
        }

        if (message.Rejections is [{ } first, ..])
        {
            span.SetTag("transithub.rejections", message.Rejections.Count).SetTag("transithub.verdict", first.Reason.Name());
        }

        span.SetEndTime(now.UtcDateTime);
        var trace = new ObservationTrace(span.Context, now);
        return [.. message.Observations.Select((o, i) => i == 0 ? o with { Trace = trace } : o)];
    }
}
