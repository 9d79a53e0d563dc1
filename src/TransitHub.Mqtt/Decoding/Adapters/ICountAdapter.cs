using System.Text.Json;

namespace TransitHub.Mqtt.Decoding.Adapters;

/// <summary>
/// Reads counts in another system's form, published to <c>transithub/v1/{feed}/count/{device_id}</c>. An adapter is one file: add it to
/// <see cref="CountAdapters"/>.
/// </summary>
internal interface ICountAdapter
{
    /// <summary>What every payload of the form contains, and none of the hub's own.</summary>
    ReadOnlySpan<byte> Mark { get; }

    /// <summary>Reads a payload; what cannot be used is refused by name.</summary>
    void Decode(JsonElement payload, ref DecodeOutput output);
}
