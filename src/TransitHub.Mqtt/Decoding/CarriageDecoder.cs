using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using TransitHub.Core.Observations;

namespace TransitHub.Mqtt.Decoding;

/// <summary>Reads <c>carriages</c> of <c>AvlReport</c> and <c>PassengerCount</c>. The methods give what is wrong first, null when nothing is.</summary>
/// <param name="interner">Keeps texts that come again and again.</param>
/// <param name="maxTextBytes">The longest text, bytes of UTF-8.</param>
internal sealed class CarriageDecoder(Utf8Interner interner, int maxTextBytes)
{
    private const string TooMany = "carriages: more than 64";

    /// <summary>Reads a JSON array of objects; the reader stands on its start and is left on its end.</summary>
    public string? ReadJson(ref Utf8JsonReader reader, ref List<Carriage>? carriages)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return "carriages: expected an array of objects";
        }

        string? wrong = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                wrong ??= "carriages: expected an array of objects";
                reader.Skip();
                continue;
            }

            string? found = this.ReadObject(ref reader, out Carriage carriage) ?? Add(carriage, ref carriages);
            wrong ??= found;
        }

        return wrong;
    }

    /// <summary>Reads one message of the repeated field.</summary>
    public string? ReadProtobuf(ReadOnlySpan<byte> bytes, ref List<Carriage>? carriages)
    {
        Carriage carriage = new();
        string? wrong = null;
        ProtobufReader reader = new(bytes);
        while (reader.TryReadTag(out uint field, out ProtobufReader.Wire wire))
        {
            string? found = null;
            switch (field, wire)
            {
                case (1 or 2, ProtobufReader.Wire.Bytes):
                    ReadOnlySpan<byte> utf8 = reader.ReadBytes();
                    found = utf8.Length > maxTextBytes || !Utf8.IsValid(utf8)
                        ? this.TooLong(field == 1 ? "id" : "label")
                        : Set(ref carriage, field, utf8.IsEmpty ? null : interner.Intern(utf8));
                    break;
                case (3 or 4 or 5, ProtobufReader.Wire.Varint):
                    found = Set(ref carriage, field, unchecked((long)reader.ReadVarint()));
                    break;
                default:
                    reader.Skip(field, wire);
                    break;
            }

            wrong ??= found;
        }

        return reader.Failed ? "carriages: no protobuf of Carriage" : wrong ?? Add(carriage, ref carriages);
    }

    private static string? Add(Carriage carriage, ref List<Carriage>? carriages)
    {
        carriages ??= [];
        if (carriages.Count == Carriage.Most)
        {
            return TooMany;
        }

        carriages.Add(carriage);
        return null;
    }

    private static uint Find(ref Utf8JsonReader reader) =>
        JsonField.IsNamed(ref reader, "id"u8) ? 1u
        : JsonField.IsNamed(ref reader, "label"u8) ? 2
        : JsonField.IsNamed(ref reader, "occupancy_status"u8) ? 3
        : JsonField.IsNamed(ref reader, "occupancy_percentage"u8) ? 4
        : JsonField.IsNamed(ref reader, "carriage_sequence"u8) ? 5u : 0;

    private static string? Set(ref Carriage carriage, uint field, string? text)
    {
        carriage = field == 1 ? carriage with { Id = text } : carriage with { Label = text };
        return null;
    }

    private static string? Set(ref Carriage carriage, uint field, double value)
    {
        (string name, int least, int most) = field switch
        {
            3 => ("occupancy_status", 0, 8),
            4 => ("occupancy_percentage", 0, 1000),
            _ => ("carriage_sequence", 1, Carriage.Most),
        };

        // Written so that NaN fails.
        if (!(value >= least && value <= most) || Math.Floor(value) != value)
        {
            return string.Create(CultureInfo.InvariantCulture, $"carriages: {name}: {value} is no whole number from {least} to {most}");
        }

        carriage = field switch
        {
            3 => carriage with { OccupancyStatus = (byte)value },
            4 => carriage with { OccupancyPercentage = (short)value },
            _ => carriage with { Sequence = (int)value },
        };
        return null;
    }

    private string? ReadObject(ref Utf8JsonReader reader, out Carriage carriage)
    {
        carriage = new Carriage();
        string? wrong = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            uint field = Find(ref reader);
            reader.Read();
            if (field == 0 || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                wrong ??= field == 0 ? null : "carriages: found an object or array in a carriage";
                reader.Skip();
            }
            else if (reader.TokenType != JsonTokenType.Null)
            {
                string? found = this.SetJson(ref carriage, field, ref reader);
                wrong ??= found;
            }
        }

        return wrong;
    }

    private string? SetJson(ref Carriage carriage, uint field, ref Utf8JsonReader reader)
    {
        if (field <= 2)
        {
            return JsonField.TryText(ref reader, interner, maxTextBytes, out string? text)
                ? Set(ref carriage, field, text)
                : this.TooLong(field == 1 ? "id" : "label");
        }

        return JsonField.TryNumber(ref reader, out double value) ? Set(ref carriage, field, value) : "carriages: expected a number";
    }

    private string TooLong(string field) => $"carriages: {field}: expected text of at most {maxTextBytes} bytes of UTF-8";
}
