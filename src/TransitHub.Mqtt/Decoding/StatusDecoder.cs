using System.Text.Json;
using System.Text.Unicode;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Mqtt.Decoding;

/// <summary>Reads a device's word about itself (<c>DeviceStatus</c> of observation.proto), JSON or protobuf.</summary>
internal sealed class StatusDecoder
{
    private const uint BatchStatus = 2;
    private readonly Utf8Interner interner;
    private readonly int maxTextBytes;
    private readonly JsonEnvelope.ObjectDecoder decodeObject;
    private readonly ProtobufEnvelope.EntryDecoder decodeEntry;

    public StatusDecoder(Utf8Interner interner, DecoderOptions options)
    {
        this.interner = interner;
        this.maxTextBytes = options.MaxTextBytes;
        this.decodeObject = this.DecodeObject;
        this.decodeEntry = this.TryDecodeStatus;
    }

    public void DecodeJson(ReadOnlySpan<byte> payload, ref DecodeOutput output) =>
        JsonEnvelope.Decode(payload, this.decodeObject, ref output);

    public void DecodeProtobuf(ReadOnlySpan<byte> payload, ref DecodeOutput output) =>
        ProtobufEnvelope.Decode(
            payload, BatchStatus, "status", this.decodeEntry, static _ => "the payload is no protobuf of DeviceStatus", ref output);

    private void DecodeObject(ref Utf8JsonReader reader, ref DecodeOutput output)
    {
        Draft draft = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string? field = JsonField.IsNamed(ref reader, "online"u8) ? "online"
                : JsonField.IsNamed(ref reader, "measured_at"u8) ? "measured_at"
                : JsonField.IsNamed(ref reader, "uptime_seconds"u8) ? "uptime_seconds"
                : JsonField.IsNamed(ref reader, "version"u8) ? "version"
                : JsonField.IsNamed(ref reader, "message"u8) ? "message"
                : null;
            reader.Read();
            if (field is not null && reader.TokenType != JsonTokenType.Null && !this.TrySet(ref draft, field, ref reader))
            {
                draft.Invalid ??= field;
            }

            reader.Skip();
        }

        draft.Finish(ref output);
    }

    private bool TrySet(ref Draft draft, string field, ref Utf8JsonReader reader)
    {
        switch (field)
        {
            case "online":
                bool known = JsonField.TryBoolean(ref reader, out bool online);
                draft.Online = online;
                return known;
            case "measured_at":
                bool isTime = JsonField.TryTime(ref reader, out double seconds, out long? milliseconds);
                return isTime && draft.TrySetTime(milliseconds is { } exact ? exact / 1000.0 : seconds);
            case "uptime_seconds":
                return JsonField.TryNumber(ref reader, out double uptime) && draft.TrySetUptime(uptime);
            case "version":
                bool isVersion = JsonField.TryText(ref reader, this.interner, this.maxTextBytes, out string? version);
                draft.Version = version;
                return isVersion;
            default:
                bool isMessage = JsonField.TryText(ref reader, this.interner, this.maxTextBytes, out string? message);
                draft.Message = message;
                return isMessage;
        }
    }

    private bool TryDecodeStatus(ReadOnlySpan<byte> bytes, ref DecodeOutput output)
    {
        Draft draft = new() { Online = false };
        ProtobufReader reader = new(bytes);
        while (reader.TryReadTag(out uint field, out ProtobufReader.Wire wire))
        {
            switch (field, wire)
            {
                case (1, ProtobufReader.Wire.Fixed64):
                    draft.Invalid ??= draft.TrySetTime(reader.ReadDouble()) ? null : "measured_at";
                    break;
                case (2, ProtobufReader.Wire.Varint): draft.Online = reader.ReadVarint() != 0; break;
                case (3, ProtobufReader.Wire.Fixed64):
                    draft.Invalid ??= draft.TrySetUptime(reader.ReadDouble()) ? null : "uptime_seconds";
                    break;
                case (4, ProtobufReader.Wire.Bytes): draft.Version = this.Text(ref reader, "version", ref draft); break;
                case (5, ProtobufReader.Wire.Bytes): draft.Message = this.Text(ref reader, "message", ref draft); break;
                default: reader.Skip(field, wire); break;
            }
        }

        if (reader.Failed)
        {
            return false;
        }

        draft.Finish(ref output);
        return true;
    }

    private string? Text(ref ProtobufReader reader, string field, ref Draft draft)
    {
        ReadOnlySpan<byte> utf8 = reader.ReadBytes();
        if (utf8.Length > this.maxTextBytes || !Utf8.IsValid(utf8))
        {
            draft.Invalid ??= field;
            return null;
        }

        return utf8.IsEmpty ? null : this.interner.Intern(utf8);
    }

    private struct Draft
    {
        private double? measuredAt;
        private double? uptime;

        public bool? Online { get; set; }

        public string? Version { get; set; }

        public string? Message { get; set; }

        /// <summary>The first field whose value cannot be.</summary>
        public string? Invalid { get; set; }

        public bool TrySetTime(double unixSeconds)
        {
            this.measuredAt = unixSeconds;
            return unixSeconds >= 1 && unixSeconds <= 253_402_300_799;
        }

        public bool TrySetUptime(double seconds)
        {
            this.uptime = seconds;
            return seconds >= 0 && seconds <= 1e10;
        }

        public readonly void Finish(ref DecodeOutput output)
        {
            if (this.Invalid is not null)
            {
                output.Refuse(RejectionReason.InvalidField, $"{this.Invalid}: the value cannot be");
            }
            else if (this.Online is not { } online)
            {
                output.Refuse(RejectionReason.MissingField, "online is required");
            }
            else
            {
                output.Add(new StatusReport
                {
                    Device = output.Device,
                    ReceivedAt = output.ReceivedAt,
                    MeasuredAt = this.measuredAt is { } seconds ? Timestamp.FromUnixSeconds(seconds) : null,
                    Online = online,
                    UptimeSeconds = this.uptime,
                    Version = this.Version,
                    Message = this.Message,
                });
            }
        }
    }
}
