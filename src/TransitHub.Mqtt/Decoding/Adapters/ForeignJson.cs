using System.Text.Json;

namespace TransitHub.Mqtt.Decoding.Adapters;

/// <summary>How other systems' payloads are read as JSON: within a depth, and no member twice, since nobody can tell which of the two is meant.</summary>
internal static class ForeignJson
{
    /// <summary>For the parser.</summary>
    public static JsonDocumentOptions Options { get; } = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>What is wrong with a payload that the parser refused.</summary>
    public static string Explain(JsonException refusal) => refusal.BytePositionInLine is { } at
        ? $"no JSON at byte {at} of line {refusal.LineNumber + 1}, or nested deeper than {Options.MaxDepth}"
        : "a member is there twice";
}
