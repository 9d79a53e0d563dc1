using System.Text.Json;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Mqtt.Decoding.Adapters;

/// <summary>
/// Counts per interval as FIWARE's <c>ItemFlowObserved</c>: key-values, normalized NGSIv2 or NGSI-LD, alone, in an array, or as the
/// <c>data</c> of a notification. The channel is <c>laneId</c> (else <c>name</c>, else 1), the class <c>itemType</c>, the direction
/// <c>laneDirection</c>, the interval <c>dateObservedFrom</c> to <c>dateObservedTo</c> (or <c>dateObserved</c> as from/to), the count <c>intensity</c>.
/// <see href="https://github.com/smart-data-models/dataModel.Transportation/tree/master/ItemFlowObserved"/>
/// </summary>
internal sealed class FiwareItemFlow : ICountAdapter
{
    /// <inheritdoc/>
    public ReadOnlySpan<byte> Mark => "ItemFlowObserved"u8;

    /// <inheritdoc/>
    public void Decode(JsonElement payload, ref DecodeOutput output)
    {
        JsonElement list = ForeignField.Of(payload, "data") is { ValueKind: JsonValueKind.Array } data ? data : payload;
        JsonElement[] entities = list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [list];
        foreach (JsonElement entity in entities)
        {
            if (output.RefuseIfFull())
            {
                return;
            }

            DecodeOne(entity, ref output);
        }
    }

    private static void DecodeOne(JsonElement entity, ref DecodeOutput output)
    {
        (Timestamp? from, Timestamp? to) = Interval(entity);
        string? what = Value(entity, "itemType") is { } type ? ForeignField.Name(type) : null;
        JsonElement? intensity = Value(entity, "intensity");
        string? missing = what is null ? "itemType" : from is null ? "dateObservedFrom" : to is null ? "dateObservedTo" : intensity is null ? "intensity" : null;
        if (missing is not null && Value(entity, missing) is not null)
        {
            output.Refuse(RejectionReason.InvalidField, $"{missing} is {(missing == "itemType" ? $"no text of up to {CountDraft.LongestName} bytes" : "no time")}");
        }
        else if (missing is not null)
        {
            output.Refuse(RejectionReason.MissingField, $"{missing} is required");
        }
        else if (ForeignField.Whole(intensity!.Value) is not ({ } count and <= CountDraft.MostInInterval))
        {
            output.Refuse(RejectionReason.InvalidField, $"intensity is no whole number from 0 to {CountDraft.MostInInterval}");
        }
        else
        {
            JsonElement? lane = Value(entity, "laneId") ?? Value(entity, "name");
            output.Add(new TrafficCount
            {
                Device = output.Device,
                ReceivedAt = output.ReceivedAt,
                Channel = (lane is { } named ? ForeignField.Name(named) : null) ?? "1",
                Class = ClassOf(what!),
                Direction = Value(entity, "laneDirection") is { } way ? ForeignField.Name(way) : null,
                From = from,
                To = to!.Value,
                Count = count,
            });
        }
    }

    private static (Timestamp? From, Timestamp? To) Interval(JsonElement entity)
    {
        JsonElement? first = Value(entity, "dateObservedFrom");
        JsonElement? last = Value(entity, "dateObservedTo");
        if (first is { } start && last is { } end)
        {
            return (ForeignField.Time(start), ForeignField.Time(end));
        }

        if (Value(entity, "dateObserved") is { ValueKind: JsonValueKind.String } both && both.GetString()!.Split('/') is [var from, var to])
        {
            return (TimeOf(from), TimeOf(to));
        }

        return (first is { } only ? ForeignField.Time(only) : null, null);
    }

    private static Timestamp? TimeOf(string text) =>
        Iso8601.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out long milliseconds) ? new Timestamp(milliseconds) : null;

    /// <summary>A member's value: itself, or what a normalized entity wraps it in, once or (as NGSI-LD dates are) twice.</summary>
    private static JsonElement? Value(JsonElement entity, string name)
    {
        JsonElement? value = ForeignField.Of(entity, name);
        for (int depth = 0; depth < 2 && value is { ValueKind: JsonValueKind.Object } wrapped; depth++)
        {
            value = ForeignField.Of(wrapped, "value") ?? ForeignField.Of(wrapped, "@value");
        }

        return value;
    }

    private static string ClassOf(string itemType) => itemType.ToLowerInvariant() switch
    {
        "people" or "pedestrian" or "human" => "person",
        "bike" => "bicycle",
        "lorry" => "truck",
        var other => other,
    };
}
