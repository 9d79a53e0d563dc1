using System.Text.Unicode;
using TransitHub.Core.Observations;

namespace TransitHub.Mqtt.Decoding;

/// <summary>
/// Reads the positions of an <c>ObservationBatch</c> (observation.proto) straight from its bytes. Like the
/// generated parser it passes over unknown fields and takes the last of a repeated one; but a wrong value refuses the report even if
/// a right one of the same field follows, which no encoder writes.
/// </summary>
internal sealed class AvlProtobufDecoder
{
    private const uint BatchAvl = 1;

    private readonly Utf8Interner interner;
    private readonly DecoderOptions options;
    private readonly CarriageDecoder carriages;
    private readonly ProtobufEnvelope.EntryDecoder decodeReport;

    public AvlProtobufDecoder(Utf8Interner interner, DecoderOptions options)
    {
        this.interner = interner;
        this.options = options;
        this.carriages = new CarriageDecoder(interner, options.MaxTextBytes);
        this.decodeReport = this.TryDecodeReport;
    }

    public void Decode(ReadOnlySpan<byte> payload, ref DecodeOutput output) =>
        ProtobufEnvelope.Decode(payload, BatchAvl, "avl", this.decodeReport, static n => $"report {n} is no protobuf of AvlReport", ref output);

    private bool TryDecodeReport(ReadOnlySpan<byte> bytes, ref DecodeOutput output)
    {
        AvlDraft draft = default;
        ProtobufReader reader = new(bytes);
        double measuredAt = 0;
        double latitude = 0;
        double longitude = 0;
        while (reader.TryReadTag(out uint field, out ProtobufReader.Wire wire))
        {
            switch (field, wire)
            {
                case (1, ProtobufReader.Wire.Fixed64): measuredAt = reader.ReadDouble(); break;
                case (2, ProtobufReader.Wire.Fixed64): latitude = reader.ReadDouble(); break;
                case (3, ProtobufReader.Wire.Fixed64): longitude = reader.ReadDouble(); break;
                default:
                    this.ReadOptional(ref reader, field, wire, ref draft);
                    break;
            }
        }

        if (reader.Failed)
        {
            return false;
        }

        // proto3 does not write zeros: both at zero means that neither was set, not the Gulf of Guinea.
        if (latitude != 0 || longitude != 0)
        {
            draft.SetLatitude(latitude);
            draft.SetLongitude(longitude);
        }

        if (measuredAt != 0)
        {
            draft.SetMeasuredAt(measuredAt);
        }

        draft.Finish(ref output);
        return true;
    }

    private void ReadOptional(ref ProtobufReader reader, uint field, ProtobufReader.Wire wire, ref AvlDraft draft)
    {
        switch (field, wire)
        {
            case (4, ProtobufReader.Wire.Fixed32): draft.SetBearing(reader.ReadFloat()); break;
            case (5, ProtobufReader.Wire.Fixed32): draft.SetSpeed(reader.ReadFloat()); break;
            case (6, ProtobufReader.Wire.Bytes): draft.TripId = this.Text(ref reader, "trip_id", ref draft); break;
            case (7, ProtobufReader.Wire.Bytes): draft.RouteId = this.Text(ref reader, "route_id", ref draft); break;
            case (8, ProtobufReader.Wire.Varint): draft.SetDirection(unchecked((uint)reader.ReadVarint())); break;
            case (9, ProtobufReader.Wire.Bytes): draft.SetStartDate(this.Text(ref reader, "start_date", ref draft)); break;
            case (10, ProtobufReader.Wire.Bytes): draft.SetStartTime(this.Text(ref reader, "start_time", ref draft)); break;
            case (11, ProtobufReader.Wire.Bytes): draft.SignText = this.Text(ref reader, "sign_text", ref draft); break;
            case (12, ProtobufReader.Wire.Varint): draft.SetOccupancy(unchecked((uint)reader.ReadVarint())); break;
            case (13, ProtobufReader.Wire.Fixed64): draft.SetOdometer(reader.ReadDouble()); break;
            case (14, ProtobufReader.Wire.Bytes): draft.StopId = this.Text(ref reader, "stop_id", ref draft); break;
            case (15, ProtobufReader.Wire.Varint): draft.DoorsOpen = reader.ReadVarint() != 0; break;
            case (16, ProtobufReader.Wire.Fixed32): draft.SetAccuracy(reader.ReadFloat()); break;
            case (17, ProtobufReader.Wire.Bytes): draft.VehicleId = this.Text(ref reader, "vehicle_id", ref draft); break;
            case (18, ProtobufReader.Wire.Bytes): draft.Label = this.Text(ref reader, "label", ref draft); break;
            case (19, ProtobufReader.Wire.Bytes): this.ReadCarriage(reader.ReadBytes(), ref draft); break;
            case (20, ProtobufReader.Wire.Varint): draft.SetWheelchair(unchecked((uint)reader.ReadVarint())); break;
            case (21, ProtobufReader.Wire.Bytes): draft.Class = this.Text(ref reader, "class", ref draft); break;
            default: reader.Skip(field, wire); break;
        }
    }

    private void ReadCarriage(ReadOnlySpan<byte> bytes, ref AvlDraft draft)
    {
        List<Carriage>? read = draft.Carriages;
        if (this.carriages.ReadProtobuf(bytes, ref read) is { } wrong)
        {
            draft.Refuse(RejectionReason.InvalidField, wrong);
        }

        draft.Carriages = read;
    }

    private string? Text(ref ProtobufReader reader, string field, ref AvlDraft draft)
    {
        ReadOnlySpan<byte> utf8 = reader.ReadBytes();
        if (utf8.Length > this.options.MaxTextBytes || !Utf8.IsValid(utf8))
        {
            draft.Refuse(RejectionReason.InvalidField, $"{field}: expected text of at most {this.options.MaxTextBytes} bytes of UTF-8");
            return null;
        }

        return utf8.IsEmpty ? null : this.interner.Intern(utf8);
    }
}
