using System.Globalization;
using System.Text;
using System.Text.Json;
using TransitHub.Core.Time;

namespace TransitHub.Mqtt.Decoding.Adapters;

/// <summary>Reads the values of other systems' payloads within the bounds of the hub's own.</summary>
internal static class ForeignField
{
    /// <summary>More than any counter has counted, and exact as a JSON number.</summary>
    private const double Most = 9e15;

    /// <summary>A whole number from 0 on, also one given as text; null: it is none.</summary>
    public static long? Whole(JsonElement value)
    {
        double number = value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetDouble(out double given) => given,
            JsonValueKind.String when double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double given) => given,
            _ => double.NaN,
        };
        return number >= 0 && number <= Most && number == Math.Floor(number) ? (long)number : null;
    }

    /// <summary>A name of a channel, class or direction, also one given as a number; null: none that can be used.</summary>
    public static string? Name(JsonElement value)
    {
        string? text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        return string.IsNullOrEmpty(text) || Encoding.UTF8.GetByteCount(text) > CountDraft.LongestName ? null : text;
    }

    /// <summary>Unix seconds (or milliseconds, where they can be nothing else), or ISO 8601 with an offset; null: no time.</summary>
    public static Timestamp? Time(JsonElement value)
    {
        const double LeastMilliseconds = 1e11;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number is >= 1 and < 1e14)
        {
            return new Timestamp((long)Math.Round(number >= LeastMilliseconds ? number : number * 1000));
        }

        return value.ValueKind == JsonValueKind.String && Iso8601.TryParse(Encoding.UTF8.GetBytes(value.GetString()!), out long milliseconds)
            ? new Timestamp(milliseconds)
            : null;
    }

    /// <summary>A member of an object; null: it is no object, or has none.</summary>
    public static JsonElement? Of(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
