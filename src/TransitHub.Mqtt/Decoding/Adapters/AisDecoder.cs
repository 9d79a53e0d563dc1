using System.Globalization;
using System.Text.Json;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Mqtt.Decoding.Adapters;

/// <summary>
/// Positions of boats as AIS receivers tell them in JSON: the form of gpsd and AIS-catcher (<c>class</c> AIS, <c>mmsi</c>, <c>speed</c>,
/// <c>course</c>, <c>heading</c>, <c>rxuxtime</c>), and that of Digitraffic's <c>vessels-v2/{mmsi}/location</c> (<c>time</c>, <c>sog</c>,
/// <c>cog</c>, <c>navStat</c>, <c>posAcc</c>, <c>heading</c>), whose MMSI is in the topic. Speeds are knots. Which vehicle a boat is
/// says the devices file. Values that mean "not available" (ITU-R M.1371: heading 511, speed 102.3, course 360, latitude 91) are left out.
/// </summary>
internal static class AisDecoder
{
    private const double MetersPerSecondPerKnot = 1852.0 / 3600;
    private const double SpeedUnknown = 102.3;
    private const double MovingKnots = 1;
    private const float AccurateMeters = 10;
    private const long LeastMmsi = 100_000;
    private const long MostMmsi = 999_999_999;

    /// <summary>Reads a payload; what cannot be used is refused by name.</summary>
    /// <param name="payload">An object, or an array of them.</param>
    /// <param name="vessels">Which vehicle a boat is.</param>
    /// <param name="output">Takes what it says; its device is the MMSI of the topic, if that has one.</param>
    public static void Decode(ReadOnlySpan<byte> payload, Func<long, DeviceId?> vessels, ref DecodeOutput output)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(payload.ToArray(), ForeignJson.Options);
            JsonElement root = document.RootElement;
            JsonElement[] messages = root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : [root];
            foreach (JsonElement message in messages)
            {
                if (output.RefuseIfFull())
                {
                    return;
                }

                DecodeOne(message, vessels, ref output);
            }
        }
        catch (JsonException e)
        {
            output.RefuseAll(RejectionReason.MalformedPayload, ForeignJson.Explain(e));
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, or bytes that are not UTF-8.
            output.RefuseAll(RejectionReason.MalformedPayload, "a text is not Unicode");
        }
    }

    private static void DecodeOne(JsonElement message, Func<long, DeviceId?> vessels, ref DecodeOutput output)
    {
        if (MmsiOf(message, output.Device) is not { } mmsi)
        {
            output.Refuse(RejectionReason.MissingField, "mmsi: a number of up to nine digits is required, in the topic or in the payload, the same in both");
            return;
        }

        if (ForeignField.Of(message, "scaled") is { ValueKind: JsonValueKind.False })
        {
            output.Refuse(RejectionReason.InvalidField, "scaled is false: send degrees and knots");
            return;
        }

        if (Number(message, "lat") is not { } latitude || Number(message, "lon") is not { } longitude)
        {
            output.Refuse(RejectionReason.NothingToUse, $"the message of {mmsi} tells no position");
            return;
        }

        if (latitude == 91 || longitude == 181)
        {
            output.Refuse(RejectionReason.NothingToUse, $"{mmsi} does not know its position");
            return;
        }

        if (!(Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180))
        {
            output.Refuse(RejectionReason.InvalidField, $"lat, lon of {mmsi} are no place on Earth");
            return;
        }

        if (vessels(mmsi) is not { } vehicle)
        {
            output.Refuse(RejectionReason.UnknownVessel, $"{mmsi} is no vessel of the devices file: add it below 'vessels:', or set 'unknown_vessels: take'");
            return;
        }

        output.Add(Report(message, vehicle, latitude, longitude, output.ReceivedAt));
    }

    private static AvlReport Report(JsonElement message, DeviceId vehicle, double latitude, double longitude, Timestamp receivedAt)
    {
        double? knots = (Number(message, "sog") ?? Number(message, "speed")) is { } speed && speed is >= 0 and < SpeedUnknown ? speed : null;
        float? course = (Number(message, "cog") ?? Number(message, "course")) is { } way && way is >= 0 and < 360 ? (float)way : null;
        float? heading = Number(message, "heading") is { } bow && bow is >= 0 and < 360 ? (float)bow : null;
        JsonElement? accuracy = ForeignField.Of(message, "posAcc") ?? ForeignField.Of(message, "accuracy");
        return new AvlReport
        {
            Device = vehicle,
            ReceivedAt = receivedAt,
            MeasuredAt = TimeOf(message) ?? receivedAt,
            Latitude = latitude,
            Longitude = longitude,

            // A boat goes where its course is and not where its bow points; while it lies still its course is chance.
            Bearing = knots >= MovingKnots ? course ?? heading : heading,
            SpeedMps = knots is { } known ? (float)(known * MetersPerSecondPerKnot) : null,
            AccuracyMeters = accuracy is { ValueKind: JsonValueKind.True } ? AccurateMeters : null,
        };
    }

    private static long? MmsiOf(JsonElement message, DeviceId topic)
    {
        long? told = ForeignField.Of(message, "mmsi") is { } given ? ForeignField.Whole(given) : null;
        long? named = topic == default ? null : long.TryParse(topic.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long text) ? text : -1;
        long? mmsi = told is null || named is null || told == named ? told ?? named : null;
        return mmsi is >= LeastMmsi and <= MostMmsi ? mmsi : null;
    }

    /// <summary>When the receiver heard it: <c>time</c> or <c>rxuxtime</c>, else <c>rxtime</c> as YYYYMMDDhhmmss in UTC.</summary>
    private static Timestamp? TimeOf(JsonElement message)
    {
        if ((ForeignField.Of(message, "time") ?? ForeignField.Of(message, "rxuxtime")) is { } told && ForeignField.Time(told) is { } time)
        {
            return time;
        }

        return ForeignField.Of(message, "rxtime") is { ValueKind: JsonValueKind.String } text
            && DateTimeOffset.TryParseExact(text.GetString(), "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset heard)
            ? new Timestamp(heard.ToUnixTimeMilliseconds())
            : null;
    }

    private static double? Number(JsonElement message, string name) =>
        ForeignField.Of(message, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out double number) && double.IsFinite(number) ? number : null;
}
