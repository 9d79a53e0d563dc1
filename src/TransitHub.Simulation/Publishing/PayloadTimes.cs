using System.Globalization;
using System.Text;
using System.Text.Json;
using TransitHub.Core.Time;
using TransitHub.Gtfs.Time;

namespace TransitHub.Simulation.Publishing;

/// <summary>
/// Moves the times inside a recorded JSON payload and leaves every other byte as it was. Known are the fields of the
/// hub's own payloads (<c>measured_at</c>, <c>from</c>, <c>to</c>, <c>at</c>, <c>start_date</c>) and of Helsinki's HFP
/// (<c>tst</c>, <c>tsi</c>, <c>oday</c>).
/// </summary>
internal static class PayloadTimes
{
    private static readonly string[] IsoForms =
        ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.fK", "yyyy-MM-dd'T'HH:mm:ss.ffK", "yyyy-MM-dd'T'HH:mm:ss.fffK",
         "yyyy-MM-dd'T'HH:mm:ss.ffffffK", "yyyy-MM-dd'T'HH:mm:ss.fffffffK"];

    /// <summary>The payload with its times moved; the payload itself where it is no JSON or holds no time.</summary>
    public static ReadOnlyMemory<byte> Shift(ReadOnlyMemory<byte> payload, TimeShift shift)
    {
        if (shift.IsNone)
        {
            return payload;
        }

        try
        {
            return Splice(payload, shift);
        }
        catch (JsonException)
        {
            return payload;
        }
    }

    private static ReadOnlyMemory<byte> Splice(ReadOnlyMemory<byte> payload, TimeShift shift)
    {
        var json = new Utf8JsonReader(payload.Span);
        MemoryStream? output = null;
        int copied = 0;
        TimeField field = TimeField.None;
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.PropertyName)
            {
                field = FieldOf(ref json);
                continue;
            }

            if (field != TimeField.None && Moved(ref json, field, shift) is { } text)
            {
                int start = checked((int)json.TokenStartIndex);
                output ??= new MemoryStream(payload.Length + 32);
                output.Write(payload.Span[copied..start]);
                output.Write(Encoding.UTF8.GetBytes(text));
                copied = checked((int)json.BytesConsumed);
            }

            field = TimeField.None;
        }

        if (output is null)
        {
            return payload;
        }

        output.Write(payload.Span[copied..]);
        return output.ToArray();
    }

    private static TimeField FieldOf(ref Utf8JsonReader json) =>
        json.ValueTextEquals("tsi"u8) ? TimeField.WholeSeconds
        : json.ValueTextEquals("measured_at"u8) || json.ValueTextEquals("tst"u8)
        || json.ValueTextEquals("at"u8) || json.ValueTextEquals("from"u8) || json.ValueTextEquals("to"u8) ? TimeField.Moment
        : json.ValueTextEquals("start_date"u8) ? TimeField.Date
        : json.ValueTextEquals("oday"u8) ? TimeField.DashedDate
        : TimeField.None;

    /// <summary>The new JSON text of the value; null to leave it.</summary>
    private static string? Moved(ref Utf8JsonReader json, TimeField field, TimeShift shift)
    {
        if (json.TokenType == JsonTokenType.Number)
        {
            if (field is not (TimeField.Moment or TimeField.WholeSeconds) || !json.TryGetDecimal(out decimal seconds) || Math.Abs(seconds) >= 1e11m)
            {
                return null;
            }

            Timestamp moved = shift.Apply(new Timestamp((long)(seconds * 1000)));
            return field == TimeField.WholeSeconds
                ? moved.UnixSeconds.ToString(CultureInfo.InvariantCulture)
                : (moved.UnixMilliseconds / 1000m).ToString(CultureInfo.InvariantCulture);
        }

        return json.TokenType == JsonTokenType.String && Moved(json.GetString()!, field, shift) is { } text ? $"\"{text}\"" : null;
    }

    private static string? Moved(string value, TimeField field, TimeShift shift) => field switch
    {
        TimeField.Date => ServiceDate.TryParse(value, out ServiceDate date) ? shift.Apply(date).ToString() : null,
        TimeField.DashedDate => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            ? day.AddDays(shift.Days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
        _ => MovedMoment(value, shift),
    };

    private static string? MovedMoment(string value, TimeShift shift)
    {
        foreach (string form in IsoForms)
        {
            if (DateTimeOffset.TryParseExact(value, form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment))
            {
                Timestamp at = shift.Apply(new Timestamp(moment.ToUnixTimeMilliseconds()));
                string moved = DateTimeOffset.FromUnixTimeMilliseconds(at.UnixMilliseconds).ToOffset(moment.Offset).ToString(form.TrimEnd('K'), CultureInfo.InvariantCulture);
                return moved + value[moved.Length..];
            }
        }

        return null;
    }

    private enum TimeField
    {
        None,
        Moment,
        WholeSeconds,
        Date,
        DashedDate,
    }
}
