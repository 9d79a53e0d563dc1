using System.Text.Json;
using TransitHub.Core.Observations;

namespace TransitHub.Mqtt.Decoding;

/// <summary>
/// Reads positions from JSON without building a document: one pass, each field into the draft. The names
/// are those of <c>AvlReport</c> in observation.proto; unknown ones are passed over.
/// </summary>
internal sealed class AvlJsonDecoder
{
    private readonly Utf8Interner interner;
    private readonly int maxTextBytes;
    private readonly CarriageDecoder carriages;
    private readonly JsonEnvelope.ObjectDecoder decodeObject;

    public AvlJsonDecoder(Utf8Interner interner, DecoderOptions options)
    {
        this.interner = interner;
        this.maxTextBytes = options.MaxTextBytes;
        this.carriages = new CarriageDecoder(interner, options.MaxTextBytes);
        this.decodeObject = this.DecodeObject;
    }

    private enum Field
    {
        Unknown,
        MeasuredAt,
        Lat,
        Lon,
        Bearing,
        SpeedMps,
        TripId,
        RouteId,
        DirectionId,
        StartDate,
        StartTime,
        SignText,
        OccupancyStatus,
        OdometerM,
        StopId,
        DoorsOpen,
        AccuracyM,
        VehicleId,
        Label,
        Carriages,
        WheelchairAccessible,
        Class,
    }

    public void Decode(ReadOnlySpan<byte> payload, ref DecodeOutput output) =>
        JsonEnvelope.Decode(payload, this.decodeObject, ref output);

    private void DecodeObject(ref Utf8JsonReader reader, ref DecodeOutput output)
    {
        AvlDraft draft = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            Field field = reader.ValueIsEscaped ? Field.Unknown : Find(reader.ValueSpan);
            reader.Read();
            if (field == Field.Unknown)
            {
                reader.Skip();
            }
            else if (field == Field.Carriages && reader.TokenType != JsonTokenType.Null)
            {
                this.ReadCarriages(ref draft, ref reader);
            }
            else if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                draft.Refuse(RejectionReason.InvalidField, $"{Name(field)}: found an object or array");
                reader.Skip();
            }
            else if (reader.TokenType != JsonTokenType.Null)
            {
                this.Set(ref draft, field, ref reader);
            }
        }

        draft.Finish(ref output);
    }

    private void ReadCarriages(ref AvlDraft draft, ref Utf8JsonReader reader)
    {
        List<Carriage>? read = draft.Carriages;
        if (this.carriages.ReadJson(ref reader, ref read) is { } wrong)
        {
            draft.Refuse(RejectionReason.InvalidField, wrong);
        }

        draft.Carriages = read;
    }

    private void Set(ref AvlDraft draft, Field field, ref Utf8JsonReader reader)
    {
        switch (field)
        {
            case Field.MeasuredAt:
                SetTime(ref draft, ref reader);
                break;
            case Field.DoorsOpen:
                if (JsonField.TryBoolean(ref reader, out bool open))
                {
                    draft.DoorsOpen = open;
                }
                else
                {
                    draft.Refuse(RejectionReason.InvalidField, "doors_open: expected true or false");
                }

                break;
            case Field.Lat or Field.Lon or Field.Bearing or Field.SpeedMps or Field.DirectionId or Field.OccupancyStatus
                or Field.OdometerM or Field.AccuracyM or Field.WheelchairAccessible:
                SetNumber(ref draft, field, ref reader);
                break;
            default:
                this.SetText(ref draft, field, ref reader);
                break;
        }
    }

    private static void SetTime(ref AvlDraft draft, ref Utf8JsonReader reader)
    {
        if (!JsonField.TryTime(ref reader, out double seconds, out long? milliseconds))
        {
            draft.Refuse(RejectionReason.InvalidField, "measured_at: expected Unix seconds or ISO 8601 with an offset");
        }
        else if (milliseconds is { } exact)
        {
            draft.SetMeasuredAtMilliseconds(exact);
        }
        else
        {
            draft.SetMeasuredAt(seconds);
        }
    }

    private static void SetNumber(ref AvlDraft draft, Field field, ref Utf8JsonReader reader)
    {
        if (!JsonField.TryNumber(ref reader, out double value))
        {
            draft.Refuse(RejectionReason.InvalidField, $"{Name(field)}: expected a number");
            return;
        }

        switch (field)
        {
            case Field.Lat: draft.SetLatitude(value); break;
            case Field.Lon: draft.SetLongitude(value); break;
            case Field.Bearing: draft.SetBearing(value); break;
            case Field.SpeedMps: draft.SetSpeed(value); break;
            case Field.DirectionId: draft.SetDirection(value); break;
            case Field.OccupancyStatus: draft.SetOccupancy(value); break;
            case Field.OdometerM: draft.SetOdometer(value); break;
            case Field.WheelchairAccessible: draft.SetWheelchair(value); break;
            default: draft.SetAccuracy(value); break;
        }
    }

    private void SetText(ref AvlDraft draft, Field field, ref Utf8JsonReader reader)
    {
        if (!JsonField.TryText(ref reader, this.interner, this.maxTextBytes, out string? text))
        {
            draft.Refuse(RejectionReason.InvalidField, $"{Name(field)}: expected text of at most {this.maxTextBytes} bytes of UTF-8");
            return;
        }

        switch (field)
        {
            case Field.TripId: draft.TripId = text; break;
            case Field.RouteId: draft.RouteId = text; break;
            case Field.StartDate: draft.SetStartDate(text); break;
            case Field.StartTime: draft.SetStartTime(text); break;
            case Field.SignText: draft.SignText = text; break;
            case Field.StopId: draft.StopId = text; break;
            case Field.VehicleId: draft.VehicleId = text; break;
            case Field.Class: draft.Class = text; break;
            default: draft.Label = text; break;
        }
    }

    private static string Name(Field field) => JsonNamingPolicy.SnakeCaseLower.ConvertName(field.ToString());

    // By length first: one comparison finds almost every name.
    private static Field Find(ReadOnlySpan<byte> name) => name.Length switch
    {
        3 => name.SequenceEqual("lat"u8) ? Field.Lat : name.SequenceEqual("lon"u8) ? Field.Lon : Field.Unknown,
        5 => name.SequenceEqual("label"u8) ? Field.Label : name.SequenceEqual("class"u8) ? Field.Class : Field.Unknown,
        7 => name.SequenceEqual("bearing"u8) ? Field.Bearing
            : name.SequenceEqual("trip_id"u8) ? Field.TripId
            : name.SequenceEqual("stop_id"u8) ? Field.StopId : Field.Unknown,
        8 => name.SequenceEqual("route_id"u8) ? Field.RouteId : Field.Unknown,
        9 => name.SequenceEqual("carriages"u8) ? Field.Carriages
            : name.SequenceEqual("speed_mps"u8) ? Field.SpeedMps : name.SequenceEqual("sign_text"u8) ? Field.SignText : Field.Unknown,
        10 => name.SequenceEqual("start_date"u8) ? Field.StartDate
            : name.SequenceEqual("start_time"u8) ? Field.StartTime
            : name.SequenceEqual("vehicle_id"u8) ? Field.VehicleId
            : name.SequenceEqual("doors_open"u8) ? Field.DoorsOpen
            : name.SequenceEqual("accuracy_m"u8) ? Field.AccuracyM
            : name.SequenceEqual("odometer_m"u8) ? Field.OdometerM : Field.Unknown,
        11 => name.SequenceEqual("measured_at"u8) ? Field.MeasuredAt : Field.Unknown,
        12 => name.SequenceEqual("direction_id"u8) ? Field.DirectionId : Field.Unknown,
        16 => name.SequenceEqual("occupancy_status"u8) ? Field.OccupancyStatus : Field.Unknown,
        21 => name.SequenceEqual("wheelchair_accessible"u8) ? Field.WheelchairAccessible : Field.Unknown,
        _ => Field.Unknown,
    };
}
