using System.Collections.Immutable;
using System.Text.Json;

namespace TransitHub.Server.Security.Readers;

/// <summary>The keys as one text, in a file or in Redis.</summary>
internal static class KeyDocument
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <summary>Writes them.</summary>
    public static byte[] Encode(ImmutableArray<ReaderKey> keys) => JsonSerializer.SerializeToUtf8Bytes(keys, Json);

    /// <summary>Reads them.</summary>
    /// <exception cref="JsonException">It is no list of keys.</exception>
    public static ImmutableArray<ReaderKey> Decode(ReadOnlySpan<byte> text)
    {
        ReaderKey?[] keys = JsonSerializer.Deserialize<ReaderKey?[]>(text, Json) ?? [];

        // The reader of JSON gives null for what is not there, whatever the type says.
        return keys.All(k => k is { Id: not null, Name: not null, Tier: not null, Hash: not null })
            ? [.. keys.OfType<ReaderKey>()]
            : throw new JsonException("An entry is no key: each has id, name, tier and hash.");
    }
}
