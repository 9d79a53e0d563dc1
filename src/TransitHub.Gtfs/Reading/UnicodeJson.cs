using System.Text.Json;

namespace TransitHub.Gtfs.Reading;

/// <summary>
/// JSON of others whose texts are all Unicode. <see cref="JsonDocument"/> takes bytes that are no UTF-8 and halves of surrogate pairs, and throws only when such a text is asked for.
/// </summary>
public static class UnicodeJson
{
    /// <summary>Reads a document.</summary>
    /// <exception cref="JsonException">It is no JSON, or one of its names and texts is no Unicode.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        Require(utf8.Span);
        return JsonDocument.Parse(utf8);
    }

    /// <summary>Makes sure that bytes are JSON whose names and texts are Unicode.</summary>
    /// <exception cref="JsonException">They are not; the message names the byte.</exception>
    public static void Require(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.String))
            {
                continue;
            }

            try
            {
                _ = reader.GetString();
            }
            catch (InvalidOperationException)
            {
                throw new JsonException($"The text at byte {reader.TokenStartIndex} is no Unicode: bytes that are no UTF-8, or half of a surrogate pair. Save it as UTF-8.");
            }
        }
    }
}
