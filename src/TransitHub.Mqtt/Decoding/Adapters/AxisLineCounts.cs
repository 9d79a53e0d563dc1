using System.Text;
using System.Text.Json;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Mqtt.Decoding.Adapters;

/// <summary>
/// Running totals of a line as network cameras with AXIS Object Analytics send them at each crossing: <c>topic</c> ends with the scenario's
/// name, which is the channel; <c>timestamp</c> is Unix milliseconds; <c>message.data</c> has <c>total</c> and one <c>total…</c> for each class,
/// as texts. They start anew when the camera is told so or at midnight.
/// <see href="https://developer.axis.com/analytics/axis-object-analytics/how-to-guides/axis-object-analytics-counting-data"/>
/// </summary>
internal sealed class AxisLineCounts : ICountAdapter
{
    private const string Prefix = "total";

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Mark => "ObjectAnalytics/"u8;

    /// <inheritdoc/>
    public void Decode(JsonElement payload, ref DecodeOutput output)
    {
        JsonElement[] messages = payload.ValueKind == JsonValueKind.Array ? [.. payload.EnumerateArray()] : [payload];
        foreach (JsonElement message in messages)
        {
            DecodeOne(message, ref output);
        }
    }

    private static void DecodeOne(JsonElement message, ref DecodeOutput output)
    {
        string topic = ForeignField.Of(message, "topic") is { ValueKind: JsonValueKind.String } text ? text.GetString()! : string.Empty;
        string channel = topic[(topic.LastIndexOf('/') + 1)..];
        if (channel.Length == 0)
        {
            output.Refuse(RejectionReason.MissingField, "topic is required and ends with the scenario's name");
        }
        else if (Encoding.UTF8.GetByteCount(channel) > CountDraft.LongestName)
        {
            output.Refuse(RejectionReason.InvalidField, $"the scenario's name in topic is longer than {CountDraft.LongestName} bytes");
        }
        else if (ForeignField.Of(message, "timestamp") is not { } at)
        {
            output.Refuse(RejectionReason.MissingField, "timestamp is required, Unix milliseconds");
        }
        else if (ForeignField.Time(at) is not { } time)
        {
            output.Refuse(RejectionReason.InvalidField, "timestamp is no time in Unix milliseconds");
        }
        else if (ForeignField.Of(message, "message") is not { } body || ForeignField.Of(body, "data") is not { ValueKind: JsonValueKind.Object } data)
        {
            output.Refuse(RejectionReason.MissingField, "message.data is required");
        }
        else if (ForeignField.Of(data, Prefix) is null)
        {
            output.Refuse(RejectionReason.NothingToUse, "the scenario counts no crossings: message.data has no total");
        }
        else
        {
            DecodeTotals(channel, time, data, ref output);
        }
    }

    /// <summary>The classes, or the sum of all where there are none.</summary>
    private static void DecodeTotals(string channel, Timestamp at, JsonElement data, ref DecodeOutput output)
    {
        bool hasClasses = data.EnumerateObject().Any(p => IsClass(p.Name));
        foreach (JsonProperty field in data.EnumerateObject())
        {
            if (hasClasses ? !IsClass(field.Name) : field.Name != Prefix)
            {
                continue;
            }

            if (output.RefuseIfFull())
            {
                return;
            }

            if (ForeignField.Whole(field.Value) is { } total)
            {
                output.Add(new TrafficCount
                {
                    Device = output.Device,
                    ReceivedAt = output.ReceivedAt,
                    Channel = channel,
                    Class = ClassOf(field.Name[Prefix.Length..]),
                    To = at,
                    Count = total,
                });
            }
            else
            {
                output.Refuse(RejectionReason.InvalidField, $"{Shown(field.Name)} is no whole number from 0 on");
            }
        }
    }

    private static bool IsClass(string name) =>
        name.Length is > 5 and <= CountDraft.LongestName && name.StartsWith(Prefix, StringComparison.Ordinal) && char.IsUpper(name[Prefix.Length]);

    private static string ClassOf(string name) => name switch
    {
        "" => "other",
        "Human" => "person",
        "Unknown" or "OtherVehicle" => "other",
        "Bike" or "Motorcycle/bicycle" => "motorcycle_or_bicycle",
        _ => name.ToLowerInvariant(),
    };

    private static string Shown(string name) => name.Length <= CountDraft.LongestName ? name : name[..CountDraft.LongestName];
}
