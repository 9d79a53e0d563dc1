using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace TransitHub.Mqtt.Decoding;

/// <summary>Reads the value a reader stands on. A number given as text, or an id given as a number, is harmless and taken.</summary>
internal static class JsonField
{
    /// <summary>
    /// True: the property that the reader stands on is called so. A name with escapes is none of ours: nobody escapes plain letters, and half of
    /// a surrogate pair makes the reader's own comparison throw.
    /// </summary>
    public static bool IsNamed(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => !reader.ValueIsEscaped && reader.ValueSpan.SequenceEqual(name);

    public static bool TryNumber(ref Utf8JsonReader reader, out double value)
    {
        value = 0;
        return reader.TokenType switch
        {
            JsonTokenType.Number => reader.TryGetDouble(out value),
            JsonTokenType.String => double.TryParse(reader.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out value),
            _ => false,
        };
    }

    public static bool TryBoolean(ref Utf8JsonReader reader, out bool value)
    {
        value = reader.TokenType == JsonTokenType.True;
        return value || reader.TokenType == JsonTokenType.False;
    }

    /// <summary>Unix seconds as a number or as text, or ISO 8601 with an offset.</summary>
    public static bool TryTime(ref Utf8JsonReader reader, out double unixSeconds, out long? unixMilliseconds)
    {
        unixMilliseconds = null;
        if (TryNumber(ref reader, out unixSeconds))
        {
            return true;
        }

        if (reader.TokenType == JsonTokenType.String && Iso8601.TryParse(reader.ValueSpan, out long milliseconds))
        {
            unixMilliseconds = milliseconds;
            return true;
        }

        return false;
    }

    /// <summary>Text, null when empty.</summary>
    /// <returns>False when it is no text, is too long or is not Unicode.</returns>
    public static bool TryText(ref Utf8JsonReader reader, Utf8Interner interner, int maxBytes, out string? text)
    {
        text = null;
        ReadOnlySpan<byte> raw = reader.ValueSpan;
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
        {
            return false;
        }

        if (!reader.ValueIsEscaped)
        {
            if (raw.Length > maxBytes || !Utf8.IsValid(raw))
            {
                return false;
            }

            text = raw.IsEmpty ? null : interner.Intern(raw);
            return true;
        }

        // Every escape is longer than what it stands for, six bytes for one at most.
        return raw.Length <= maxBytes * 6 && TryUnescape(ref reader, interner, maxBytes, out text);
    }

    private static bool TryUnescape(ref Utf8JsonReader reader, Utf8Interner interner, int maxBytes, out string? text)
    {
        text = null;
        byte[] buffer = new byte[reader.ValueSpan.Length];
        try
        {
            int length = reader.CopyString(buffer);
            text = length == 0 ? null : interner.Intern(buffer.AsSpan(0, length));
            return length <= maxBytes;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, or bytes that are not UTF-8.
            return false;
        }
    }
}
