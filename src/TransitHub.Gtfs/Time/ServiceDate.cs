using System.Globalization;

namespace TransitHub.Gtfs.Time;

/// <summary>A GTFS service day, written YYYYMMDD. <c>default</c> is 00010101.</summary>
/// <param name="Day">The calendar day.</param>
public readonly record struct ServiceDate(DateOnly Day) : IComparable<ServiceDate>
{
    /// <summary>Days since 0001-01-01.</summary>
    public int DayNumber => this.Day.DayNumber;

    /// <summary>The weekday.</summary>
    public DayOfWeek DayOfWeek => this.Day.DayOfWeek;

    /// <summary>Makes one from its parts.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such day.</exception>
    public static ServiceDate From(int year, int month, int day) => new(new DateOnly(year, month, day));

    /// <summary>Reads YYYYMMDD.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ServiceDate date)
    {
        bool ok = DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day);
        date = new ServiceDate(day);
        return ok;
    }

    /// <summary>The day so many days later.</summary>
    public ServiceDate AddDays(int days) => new(this.Day.AddDays(days));

    /// <inheritdoc/>
    public int CompareTo(ServiceDate other) => this.Day.CompareTo(other.Day);

    /// <summary>YYYYMMDD.</summary>
    public override string ToString() => this.Day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
