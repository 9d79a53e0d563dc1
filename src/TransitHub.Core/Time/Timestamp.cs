using System.Globalization;

namespace TransitHub.Core.Time;

/// <summary>A moment as Unix milliseconds, the core's only clock unit. <c>default</c> is 1970 and means unknown.</summary>
/// <param name="UnixMilliseconds">Milliseconds since 1970-01-01T00:00:00Z.</param>
public readonly record struct Timestamp(long UnixMilliseconds) : IComparable<Timestamp>
{
    /// <summary>Whole Unix seconds, rounded down.</summary>
    public long UnixSeconds => (this.UnixMilliseconds / 1000) - (this.UnixMilliseconds % 1000 < 0 ? 1 : 0);

    /// <summary>Makes one from Unix seconds with a fraction, rounded to the millisecond.</summary>
    /// <exception cref="OverflowException">The value is no time a computer can hold.</exception>
    public static Timestamp FromUnixSeconds(double seconds) => new(checked((long)Math.Round(seconds * 1000)));

    /// <summary>Makes one from whole Unix seconds.</summary>
    public static Timestamp FromUnixSeconds(long seconds) => new(seconds * 1000);

    /// <summary>The injected clock's present.</summary>
    public static Timestamp Now(TimeProvider clock) => new(clock.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Later by so many milliseconds.</summary>
    public Timestamp AddMilliseconds(long milliseconds) => new(this.UnixMilliseconds + milliseconds);

    /// <summary>Later by so many seconds.</summary>
    public Timestamp AddSeconds(double seconds) => new(this.UnixMilliseconds + (long)(seconds * 1000));

    /// <summary>Seconds from <paramref name="earlier"/> to this moment; negative when this one is earlier.</summary>
    public double SecondsSince(Timestamp earlier) => (this.UnixMilliseconds - earlier.UnixMilliseconds) / 1000.0;

    /// <inheritdoc/>
    public int CompareTo(Timestamp other) => this.UnixMilliseconds.CompareTo(other.UnixMilliseconds);

    /// <summary>Earlier than.</summary>
    public static bool operator <(Timestamp left, Timestamp right) => left.UnixMilliseconds < right.UnixMilliseconds;

    /// <summary>Later than.</summary>
    public static bool operator >(Timestamp left, Timestamp right) => left.UnixMilliseconds > right.UnixMilliseconds;

    /// <summary>Not later than.</summary>
    public static bool operator <=(Timestamp left, Timestamp right) => left.UnixMilliseconds <= right.UnixMilliseconds;

    /// <summary>Not earlier than.</summary>
    public static bool operator >=(Timestamp left, Timestamp right) => left.UnixMilliseconds >= right.UnixMilliseconds;

    /// <summary>ISO 8601 in UTC.</summary>
    public override string ToString() =>
        DateTimeOffset.FromUnixTimeMilliseconds(this.UnixMilliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
