namespace TransitHub.Gtfs.Time;

/// <summary>
/// A day of service, as GTFS writes it (YYYYMMDD). It is a label of the timetable and no instant: where the day
/// starts on the clock, see <see cref="Schedule.ServiceDayStart"/>. <c>default</c> is 1 January of year 1.
/// </summary>
public readonly record struct ServiceDate : IComparable<ServiceDate>
{
    /// <summary>Length of the text form in characters and in UTF-8 bytes.</summary>
    public const int TextLength = 8;

    private ServiceDate(int dayNumber) => DayNumber = dayNumber;

    /// <summary>Days since 1 January of year 1, which is 0.</summary>
    public int DayNumber { get; }

    /// <summary>Day of the week in the Gregorian calendar.</summary>
    public DayOfWeek DayOfWeek => (DayOfWeek)((DayNumber + 1) % 7);

    /// <summary>The same day as a calendar date.</summary>
    public DateOnly Date => DateOnly.FromDayNumber(DayNumber);

    /// <summary>Makes a date from its parts; throws <see cref="ArgumentOutOfRangeException"/> if there is no such day.</summary>
    public static ServiceDate From(int year, int month, int day) => new(new DateOnly(year, month, day).DayNumber);

    /// <summary>Makes a date from <see cref="DayNumber"/>; throws <see cref="ArgumentOutOfRangeException"/> outside years 1 to 9999.</summary>
    public static ServiceDate FromDayNumber(int dayNumber) => new(DateOnly.FromDayNumber(dayNumber).DayNumber);

    /// <summary>Reads exactly eight digits that name a day that exists.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ServiceDate date)
    {
        Span<byte> bytes = stackalloc byte[TextLength];
        date = default;
        return text.Length == TextLength
            && System.Text.Ascii.FromUtf16(text, bytes, out _) == System.Buffers.OperationStatus.Done
            && TryParse(bytes, out date);
    }

    /// <summary>Reads exactly eight ASCII digits that name a day that exists.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out ServiceDate date)
    {
        date = default;
        if (text.Length != TextLength)
        {
            return false;
        }

        var number = 0;
        foreach (var digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            number = (number * 10) + (digit - '0');
        }

        var (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = From(year, month, day);
        return true;
    }

    /// <summary>The day that lies <paramref name="days"/> later (earlier if negative).</summary>
    public ServiceDate AddDays(int days) => FromDayNumber(DayNumber + days);

    /// <inheritdoc/>
    public int CompareTo(ServiceDate other) => DayNumber.CompareTo(other.DayNumber);

    /// <summary>Writes YYYYMMDD into <paramref name="destination"/> (at least 8 bytes) and gives the length, 8.</summary>
    public int WriteUtf8(Span<byte> destination)
    {
        var date = Date;
        var number = (date.Year * 10_000) + (date.Month * 100) + date.Day;
        for (var at = TextLength - 1; at >= 0; at--)
        {
            destination[at] = (byte)('0' + (number % 10));
            number /= 10;
        }

        return TextLength;
    }

    /// <summary>YYYYMMDD.</summary>
    public override string ToString()
    {
        Span<byte> text = stackalloc byte[TextLength];
        WriteUtf8(text);
        return System.Text.Encoding.ASCII.GetString(text);
    }

    /// <summary>Earlier than.</summary>
    public static bool operator <(ServiceDate left, ServiceDate right) => left.DayNumber < right.DayNumber;

    /// <summary>Later than.</summary>
    public static bool operator >(ServiceDate left, ServiceDate right) => left.DayNumber > right.DayNumber;

    /// <summary>Not later than.</summary>
    public static bool operator <=(ServiceDate left, ServiceDate right) => left.DayNumber <= right.DayNumber;

    /// <summary>Not earlier than.</summary>
    public static bool operator >=(ServiceDate left, ServiceDate right) => left.DayNumber >= right.DayNumber;
}
