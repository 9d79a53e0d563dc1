namespace TransitHub.Mqtt.Decoding;

/// <summary>
/// Reads <c>YYYY-MM-DDTHH:MM:SS[.fraction](Z|±HH:MM|±HHMM|±HH)</c>. The offset is required: a local time
/// without one would be read by each hub in its own zone.
/// </summary>
internal static class Iso8601
{
    public static bool TryParse(ReadOnlySpan<byte> text, out long unixMilliseconds)
    {
        unixMilliseconds = 0;
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)'t' or (byte)' ')
            || text[13] != ':' || text[16] != ':'
            || !TryDigits(text[..4], out int year) || !TryDigits(text[5..7], out int month) || !TryDigits(text[8..10], out int day)
            || !TryDigits(text[11..13], out int hour) || !TryDigits(text[14..16], out int minute) || !TryDigits(text[17..19], out int second)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        if (!TryFraction(text[19..], out int millisecond, out int read) || !TryOffset(text[(19 + read)..], out int offsetMinutes))
        {
            return false;
        }

        // A leap second counts as the last one of its minute: Unix time has no place for it.
        DateTime time = new(year, month, day, hour, minute, Math.Min(second, 59), DateTimeKind.Utc);
        unixMilliseconds = (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond + millisecond - offsetMinutes * 60_000L;
        return true;
    }

    private static bool TryFraction(ReadOnlySpan<byte> text, out int millisecond, out int read)
    {
        millisecond = 0;
        read = 0;
        if (text.Length == 0 || text[0] is not ((byte)'.' or (byte)','))
        {
            return true;
        }

        int weight = 100;
        for (read = 1; read < text.Length && char.IsAsciiDigit((char)text[read]); read++)
        {
            millisecond += (text[read] - '0') * weight;
            weight /= 10;
        }

        return read > 1;
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.Length == 1)
        {
            return text[0] is (byte)'Z' or (byte)'z';
        }

        bool colon = text.Length == 6 && text[3] == ':';
        if (text.Length is not (3 or 5 or 6) || text[0] is not ((byte)'+' or (byte)'-') || (text.Length == 6 && !colon)
            || !TryDigits(text[1..3], out int hour) || hour > 18)
        {
            return false;
        }

        int minute = 0;
        if (text.Length > 3 && (!TryDigits(text[^2..], out minute) || minute > 59))
        {
            return false;
        }

        minutes = (hour * 60 + minute) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (byte b in text)
        {
            if (b is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            value = value * 10 + (b - '0');
        }

        return true;
    }
}
