using System.Buffers;

namespace TransitHub.Gtfs.Time;

/// <summary>
/// Seconds since noon minus 12 hours of a service day. It may pass 24:00:00 for trips that run into the next day
/// (GTFS reference, field type Time). <c>default</c> is 00:00:00.
/// </summary>
public readonly record struct ServiceTime : IComparable<ServiceTime>
{
    /// <summary>The largest hour that is read: 999. Longer journeys do not exist; larger numbers are typing errors.</summary>
    public const int MaxHours = 999;

    /// <summary>The most bytes that <see cref="WriteUtf8"/> writes: 999:59:59.</summary>
    public const int MaxTextLength = 9;

    private ServiceTime(int seconds) => Seconds = seconds;

    /// <summary>Seconds since noon minus 12 hours, 0 to 3,599,999.</summary>
    public int Seconds { get; }

    /// <summary>Makes a time; throws <see cref="ArgumentOutOfRangeException"/> below 0 or above 999:59:59.</summary>
    public static ServiceTime FromSeconds(int seconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seconds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seconds, (MaxHours * 3600) + 3599);
        return new ServiceTime(seconds);
    }

    /// <summary>Reads H:MM:SS, HH:MM:SS or HHH:MM:SS.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ServiceTime time)
    {
        Span<byte> bytes = stackalloc byte[9];
        time = default;
        return text.Length <= bytes.Length
            && System.Text.Ascii.FromUtf16(text, bytes, out var length) == OperationStatus.Done
            && TryParse(bytes[..length], out time);
    }

    /// <summary>Reads H:MM:SS, HH:MM:SS or HHH:MM:SS in ASCII.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out ServiceTime time)
    {
        time = default;
        var length = text.Length;
        if (length is < 7 or > 9 || text[length - 3] != ':' || text[length - 6] != ':')
        {
            return false;
        }

        unchecked
        {
            var hours = 0;
            foreach (var digit in text[..(length - 6)])
            {
                var value = (uint)(digit - '0');
                if (value > 9)
                {
                    return false;
                }

                hours = (hours * 10) + (int)value;
            }

            var (m1, m0) = ((uint)(text[length - 5] - '0'), (uint)(text[length - 4] - '0'));
            var (s1, s0) = ((uint)(text[length - 2] - '0'), (uint)(text[length - 1] - '0'));
            if (m1 > 5 || m0 > 9 || s1 > 5 || s0 > 9)
            {
                return false;
            }

            time = new ServiceTime((hours * 3600) + (int)((m1 * 600) + (m0 * 60) + (s1 * 10) + s0));
            return true;
        }
    }

    /// <inheritdoc/>
    public int CompareTo(ServiceTime other) => Seconds.CompareTo(other.Seconds);

    /// <summary>HH:MM:SS; the hours may have three digits.</summary>
    public override string ToString()
    {
        Span<byte> text = stackalloc byte[MaxTextLength];
        return System.Text.Encoding.ASCII.GetString(text[..WriteUtf8(text)]);
    }

    /// <summary>
    /// Writes HH:MM:SS into <paramref name="destination"/> (at least <see cref="MaxTextLength"/> bytes) and gives the length.
    /// </summary>
    public int WriteUtf8(Span<byte> destination)
    {
        var hours = Seconds / 3600;
        var hourDigits = hours >= 100 ? 3 : 2;
        if (hourDigits == 3)
        {
            destination[0] = (byte)('0' + (hours / 100));
        }

        WriteTwoDigits(destination[(hourDigits - 2)..], hours % 100);
        destination[hourDigits] = (byte)':';
        WriteTwoDigits(destination[(hourDigits + 1)..], Seconds / 60 % 60);
        destination[hourDigits + 3] = (byte)':';
        WriteTwoDigits(destination[(hourDigits + 4)..], Seconds % 60);
        return hourDigits + 6;

        static void WriteTwoDigits(Span<byte> at, int number)
        {
            at[0] = (byte)('0' + (number / 10));
            at[1] = (byte)('0' + (number % 10));
        }
    }

    /// <summary>Earlier than.</summary>
    public static bool operator <(ServiceTime left, ServiceTime right) => left.Seconds < right.Seconds;

    /// <summary>Later than.</summary>
    public static bool operator >(ServiceTime left, ServiceTime right) => left.Seconds > right.Seconds;

    /// <summary>Not later than.</summary>
    public static bool operator <=(ServiceTime left, ServiceTime right) => left.Seconds <= right.Seconds;

    /// <summary>Not earlier than.</summary>
    public static bool operator >=(ServiceTime left, ServiceTime right) => left.Seconds >= right.Seconds;
}
