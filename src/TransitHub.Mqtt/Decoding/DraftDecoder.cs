using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using TransitHub.Core.Observations;

namespace TransitHub.Mqtt.Decoding;

/// <summary>
/// Reads messages of one kind by their list of fields, from JSON and from protobuf alike. Unknown fields are passed over; the first value
/// that cannot be refuses its message. Positions, which are a hundred times as many, have decoders of their own.
/// </summary>
/// <typeparam name="TDraft">The kind of message.</typeparam>
internal sealed class DraftDecoder<TDraft>
    where TDraft : struct, IMessageDraft
{
    /// <summary>Year 9999, the end of what dates can say.</summary>
    private const double LastUnixSecond = 253_402_300_799;

    private readonly Utf8Interner interner;
    private readonly int maxTextBytes;
    private readonly CarriageDecoder carriages;
    private readonly JsonEnvelope.ObjectDecoder decodeObject;
    private readonly ProtobufEnvelope.EntryDecoder decodeEntry;

    public DraftDecoder(Utf8Interner interner, DecoderOptions options)
    {
        this.interner = interner;
        this.maxTextBytes = options.MaxTextBytes;
        this.carriages = new CarriageDecoder(interner, options.MaxTextBytes);
        this.decodeObject = this.DecodeObject;
        this.decodeEntry = this.TryDecodeMessage;
    }

    public void DecodeJson(ReadOnlySpan<byte> payload, ref DecodeOutput output) =>
        JsonEnvelope.Decode(payload, this.decodeObject, ref output);

    public void DecodeProtobuf(ReadOnlySpan<byte> payload, ref DecodeOutput output) =>
        ProtobufEnvelope.Decode(
            payload, TDraft.Batch.Number, TDraft.Batch.Name, this.decodeEntry, static n => $"entry {n} is no protobuf of {TDraft.Message}", ref output);

    private static FieldSpec? Find(ref Utf8JsonReader reader)
    {
        foreach (FieldSpec field in TDraft.Fields)
        {
            if (JsonField.IsNamed(ref reader, field.Utf8Name))
            {
                return field;
            }
        }

        return null;
    }

    private static FieldSpec? Find(uint number)
    {
        foreach (FieldSpec field in TDraft.Fields)
        {
            if (field.Number == number)
            {
                return field;
            }
        }

        return null;
    }

    private static ProtobufReader.Wire WireOf(FieldForm form) => form switch
    {
        FieldForm.Text or FieldForm.Carriages => ProtobufReader.Wire.Bytes,
        FieldForm.Time => ProtobufReader.Wire.Fixed64,
        FieldForm.Number => ProtobufReader.Wire.Fixed32,
        _ => ProtobufReader.Wire.Varint,
    };

    private static void Finish(ref TDraft draft, string? wrong, ref DecodeOutput output)
    {
        if (wrong is not null)
        {
            output.Refuse(RejectionReason.InvalidField, wrong);
        }
        else if (draft.Finish(ref output) is { Reason: not RejectionReason.None } result)
        {
            output.Refuse(result.Reason, result.Detail);
        }
    }

    /// <summary>Sets a number; gives what is wrong with it.</summary>
    private static string? SetNumber(ref TDraft draft, FieldSpec field, double value)
    {
        // Written so that NaN fails.
        if (!(value >= 0 && value <= field.Most))
        {
            return string.Create(CultureInfo.InvariantCulture, $"{field.Name}: {value} is outside [0, {field.Most}]");
        }

        if (field.Form == FieldForm.Whole && Math.Floor(value) != value)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{field.Name}: {value} is no whole number");
        }

        draft.SetNumber(field.Number, value);
        return null;
    }

    private static string? SetTime(ref TDraft draft, FieldSpec field, double unixSeconds)
    {
        if (!(unixSeconds >= 1 && unixSeconds <= LastUnixSecond))
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{field.Name}: {unixSeconds} is not Unix seconds{(unixSeconds > LastUnixSecond ? " (this looks like milliseconds)" : string.Empty)}");
        }

        draft.SetNumber(field.Number, Math.Round(unixSeconds * 1000));
        return null;
    }

    private void DecodeObject(ref Utf8JsonReader reader, ref DecodeOutput output)
    {
        TDraft draft = default;
        string? wrong = null;
        List<Carriage>? read = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            FieldSpec? field = Find(ref reader);
            reader.Read();
            if (field is null)
            {
                reader.Skip();
            }
            else if (field.Form == FieldForm.Carriages && reader.TokenType != JsonTokenType.Null)
            {
                string? found = this.carriages.ReadJson(ref reader, ref read);
                draft.SetCarriages(read);
                wrong ??= found;
            }
            else if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                wrong ??= $"{field.Name}: found an object or array";
                reader.Skip();
            }
            else if (reader.TokenType != JsonTokenType.Null)
            {
                string? found = this.Set(ref draft, field, ref reader);
                wrong ??= found;
            }
        }

        Finish(ref draft, wrong, ref output);
    }

    private string? Set(ref TDraft draft, FieldSpec field, ref Utf8JsonReader reader)
    {
        switch (field.Form)
        {
            case FieldForm.Time:
                return JsonField.TryTime(ref reader, out double seconds, out long? milliseconds)
                    ? SetTime(ref draft, field, milliseconds / 1000.0 ?? seconds)
                    : $"{field.Name}: expected Unix seconds or ISO 8601 with an offset";
            case FieldForm.Text:
                int most = this.Longest(field);
                if (!JsonField.TryText(ref reader, this.interner, most, out string? text))
                {
                    return TooLong(field, most);
                }

                if (text is not null)
                {
                    draft.SetText(field.Number, text);
                }

                return null;
            default:
                return JsonField.TryNumber(ref reader, out double value)
                    ? SetNumber(ref draft, field, value)
                    : $"{field.Name}: expected a number";
        }
    }

    private bool TryDecodeMessage(ReadOnlySpan<byte> bytes, ref DecodeOutput output)
    {
        TDraft draft = default;
        string? wrong = null;
        List<Carriage>? read = null;
        ProtobufReader reader = new(bytes);
        while (reader.TryReadTag(out uint number, out ProtobufReader.Wire wire))
        {
            if (Find(number) is not { } field || wire != WireOf(field.Form))
            {
                reader.Skip(number, wire);
                continue;
            }

            string? found = field.Form == FieldForm.Carriages ? this.carriages.ReadProtobuf(reader.ReadBytes(), ref read) : this.Set(ref draft, field, ref reader);
            wrong ??= found;
        }

        if (read is not null)
        {
            draft.SetCarriages(read);
        }

        if (reader.Failed)
        {
            return false;
        }

        Finish(ref draft, wrong, ref output);
        return true;
    }

    private string? Set(ref TDraft draft, FieldSpec field, ref ProtobufReader reader)
    {
        switch (field.Form)
        {
            case FieldForm.Time:
                return SetTime(ref draft, field, reader.ReadDouble());
            case FieldForm.Number:
                return SetNumber(ref draft, field, reader.ReadFloat());
            case FieldForm.Whole:
                // A negative int32 comes as 64 bits of its sign.
                return SetNumber(ref draft, field, unchecked((long)reader.ReadVarint()));
            default:
                ReadOnlySpan<byte> utf8 = reader.ReadBytes();
                int most = this.Longest(field);
                if (utf8.Length > most || !Utf8.IsValid(utf8))
                {
                    return TooLong(field, most);
                }

                if (!utf8.IsEmpty)
                {
                    draft.SetText(field.Number, this.interner.Intern(utf8));
                }

                return null;
        }
    }

    private static string TooLong(FieldSpec field, int most) => $"{field.Name}: expected text of at most {most} bytes of UTF-8";

    private int Longest(FieldSpec field) => Math.Min(this.maxTextBytes, field.Most > 0 ? (int)field.Most : int.MaxValue);
}
