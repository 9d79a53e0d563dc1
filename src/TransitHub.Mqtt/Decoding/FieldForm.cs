namespace TransitHub.Mqtt.Decoding;

/// <summary>How a field is written, in JSON and in protobuf.</summary>
internal enum FieldForm
{
    /// <summary>Text; in JSON a number is taken too, since ids are often written as such.</summary>
    Text,

    /// <summary>Unix seconds, in JSON also ISO 8601; a double in protobuf.</summary>
    Time,

    /// <summary>A number with a fraction; a float in protobuf.</summary>
    Number,

    /// <summary>A whole number; a varint in protobuf.</summary>
    Whole,

    /// <summary>Carriages: an array of objects, or messages of a repeated field.</summary>
    Carriages,
}

/// <summary>A field of a message of observation.proto.</summary>
/// <param name="Number">Its number there.</param>
/// <param name="Name">Its name there, which is its JSON name.</param>
/// <param name="Form">How it is written.</param>
/// <param name="Most">The greatest value of a number, the longest text in bytes of UTF-8; the least is 0.</param>
internal sealed record FieldSpec(uint Number, string Name, FieldForm Form, double Most = 0)
{
    /// <summary>The name as it stands in JSON.</summary>
    public byte[] Utf8Name { get; } = System.Text.Encoding.UTF8.GetBytes(Name);
}
