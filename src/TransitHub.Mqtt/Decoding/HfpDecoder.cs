using System.Globalization;
using System.Text;
using System.Text.Json;
using TransitHub.Core.Observations;
using TransitHub.Gtfs.Time;
using TransitHub.Mqtt.Topics;

namespace TransitHub.Mqtt.Decoding;

/// <summary>
/// Reads Helsinki's high-frequency positioning, versions 1 and 2: one object whose only member is named
/// after the event. An event without a position (driver sign-in, a vehicle that
/// does not know where it is) has nothing for the hub.
/// <see href="https://digitransit.fi/en/developers/apis/5-realtime-api/vehicle-positions/high-frequency-positioning/"/>
/// </summary>
internal sealed class HfpDecoder(Utf8Interner interner, DecoderOptions options)
{
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 16 };

    /// <summary>The events during which the vehicle is at the stop it names; for others it names the next or the last.</summary>
    private static readonly string[] AtStop = ["vp", "arr", "ars", "pde", "wait", "doo", "doc"];

    private enum Field
    {
        Unknown,
        Desi,
        Dir,
        Tst,
        Spd,
        Hdg,
        Lat,
        Long,
        Odo,
        Drst,
        Oday,
        Start,
        Stop,
        Route,
        Occu,
    }

    public void Decode(string topic, ReadOnlySpan<byte> payload, ref DecodeOutput output)
    {
        if (!HfpTopic.TryParse(topic, out HfpTopic parts))
        {
            output.Refuse(RejectionReason.UnknownTopic, "an HFP topic has an operator's and a vehicle's number");
            return;
        }

        // One name for a vehicle in both versions: numbers padded as the newer topics write them.
        Span<byte> id = stackalloc byte[21];
        string vehicle = interner.Intern(id[..WriteVehicleId(parts, id)]);
        if (parts.EventType.SequenceEqual("apc"))
        {
            HfpPassengerDecoder.Decode(vehicle, payload, ref output);
            return;
        }

        AvlDraft draft = new() { VehicleId = vehicle, RouteId = this.RouteOf(parts) };
        Journey journey = default;
        try
        {
            Utf8JsonReader reader = new(payload, ReaderOptions);
            if (!FindEvent(ref reader))
            {
                output.Refuse(RejectionReason.MalformedPayload, "an HFP payload is an object with the event's object in it");
                return;
            }

            this.ReadEvent(ref reader, ref draft, ref journey);
            while (reader.Read())
            {
            }
        }
        catch (JsonException e)
        {
            output.RefuseAll(RejectionReason.MalformedPayload, $"no JSON at byte {e.BytePositionInLine}");
            return;
        }

        if (!draft.HasPosition && draft.Reason == RejectionReason.None)
        {
            output.Refuse(RejectionReason.NothingToUse, $"a {parts.EventType} event without a position");
            return;
        }

        if (draft.StopId is not null && !IsAtStop(parts.EventType))
        {
            draft.StopId = null;
        }

        journey.SetStart(ref draft);
        draft.Finish(ref output);
    }

    private static bool IsAtStop(ReadOnlySpan<char> eventType)
    {
        foreach (string known in AtStop)
        {
            if (eventType.SequenceEqual(known))
            {
                return true;
            }
        }

        return false;
    }

    private static bool FindEvent(ref Utf8JsonReader reader)
    {
        reader.Read();
        while (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.PropertyName)
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                return true;
            }
        }

        return false;
    }

    private static int WriteVehicleId(HfpTopic parts, Span<byte> id)
    {
        Span<char> text = stackalloc char[21];
        long.TryParse(parts.OperatorId, NumberStyles.None, CultureInfo.InvariantCulture, out long operatorId);
        long.TryParse(parts.Vehicle, NumberStyles.None, CultureInfo.InvariantCulture, out long vehicle);
        text.TryWrite(CultureInfo.InvariantCulture, $"{operatorId:0000}_{vehicle:00000}", out int length);
        return Encoding.ASCII.GetBytes(text[..length], id);
    }

    private string? RouteOf(HfpTopic parts)
    {
        Span<byte> utf8 = stackalloc byte[64];
        return !parts.Route.IsEmpty && Encoding.UTF8.TryGetBytes(parts.Route, utf8, out int length) ? interner.Intern(utf8[..length]) : null;
    }

    private void ReadEvent(ref Utf8JsonReader reader, ref AvlDraft draft, ref Journey journey)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            Field field = Find(reader.ValueSpan);
            reader.Read();
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                reader.Skip();
            }
            else if (reader.TokenType != JsonTokenType.Null)
            {
                this.Set(ref reader, field, ref draft, ref journey);
            }
        }
    }

    private void Set(ref Utf8JsonReader reader, Field field, ref AvlDraft draft, ref Journey journey)
    {
        switch (field)
        {
            case Field.Unknown:
                return;
            case Field.Tst:
                if (!JsonField.TryTime(ref reader, out double seconds, out long? milliseconds))
                {
                    draft.Refuse(RejectionReason.InvalidField, "tst: expected a time");
                }
                else
                {
                    draft.SetMeasuredAt(milliseconds is { } exact ? exact / 1000.0 : seconds);
                }

                return;
            case Field.Desi or Field.Oday or Field.Start or Field.Stop or Field.Route:
                this.SetText(ref reader, field, ref draft, ref journey);
                return;
            default:
                SetNumber(ref reader, field, ref draft);
                return;
        }
    }

    private static void SetNumber(ref Utf8JsonReader reader, Field field, ref AvlDraft draft)
    {
        if (!JsonField.TryNumber(ref reader, out double value))
        {
            draft.Refuse(RejectionReason.InvalidField, $"{field.ToString().ToLowerInvariant()}: expected a number");
            return;
        }

        switch (field)
        {
            case Field.Lat: draft.SetLatitude(value); break;
            case Field.Long: draft.SetLongitude(value); break;
            case Field.Spd: draft.SetSpeed(value); break;
            case Field.Hdg: draft.SetBearing(value); break;
            case Field.Odo: draft.SetOdometer(value); break;

            // HFP counts directions from 1, GTFS from 0.
            case Field.Dir: draft.SetDirection(value - 1); break;
            case Field.Drst: draft.DoorsOpen = value != 0; break;

            // Only "full" says something for every vehicle: 0 means no more than "takes passengers".
            case Field.Occu when value == 100: draft.SetOccupancy(5); break;
            default: break;
        }
    }

    private void SetText(ref Utf8JsonReader reader, Field field, ref AvlDraft draft, ref Journey journey)
    {
        if (!JsonField.TryText(ref reader, interner, options.MaxTextBytes, out string? text))
        {
            draft.Refuse(RejectionReason.InvalidField, $"{field.ToString().ToLowerInvariant()}: expected text");
            return;
        }

        switch (field)
        {
            case Field.Desi: draft.SignText = text; break;
            case Field.Oday: journey.OperatingDay = text; break;
            case Field.Start: journey.Start = text; break;
            case Field.Stop: draft.StopId = text; break;
            default: draft.RouteId = text ?? draft.RouteId; break;
        }
    }

    private static Field Find(ReadOnlySpan<byte> name) => name.Length switch
    {
        3 => name.SequenceEqual("dir"u8) ? Field.Dir
            : name.SequenceEqual("tst"u8) ? Field.Tst
            : name.SequenceEqual("spd"u8) ? Field.Spd
            : name.SequenceEqual("hdg"u8) ? Field.Hdg
            : name.SequenceEqual("lat"u8) ? Field.Lat
            : name.SequenceEqual("odo"u8) ? Field.Odo : Field.Unknown,
        4 => name.SequenceEqual("desi"u8) ? Field.Desi
            : name.SequenceEqual("long"u8) ? Field.Long
            : name.SequenceEqual("drst"u8) ? Field.Drst
            : name.SequenceEqual("oday"u8) ? Field.Oday
            : name.SequenceEqual("stop"u8) ? Field.Stop
            : name.SequenceEqual("occu"u8) ? Field.Occu : Field.Unknown,
        5 => name.SequenceEqual("start"u8) ? Field.Start : name.SequenceEqual("route"u8) ? Field.Route : Field.Unknown,
        _ => Field.Unknown,
    };

    /// <summary>What the report says of the trip's day and start.</summary>
    private struct Journey
    {
        public string? OperatingDay { get; set; }

        public string? Start { get; set; }

        public readonly void SetStart(ref AvlDraft draft)
        {
            if (this.OperatingDay is null || this.Start is null || draft.MeasuredAtMilliseconds is not { } measured)
            {
                return;
            }

            if (HfpStart.Of(this.OperatingDay, this.Start, measured, out ServiceDate date, out ServiceTime time) is { } wrong)
            {
                draft.Refuse(RejectionReason.InvalidField, wrong);
                return;
            }

            draft.SetTripStart(date, time);
        }
    }
}
