using TransitHub.Core.Time;

namespace TransitHub.Archive.Columns;

/// <summary>Moments as Parquet's timestamps: UTC, whole milliseconds, of the years 1 to 9999.</summary>
internal static class Moments
{
    private static readonly long First = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Last = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Whether a timestamp can hold it: the clock of a device may say anything.</summary>
    public static bool Fits(Timestamp moment) => moment.UnixMilliseconds >= First && moment.UnixMilliseconds <= Last;

    /// <summary>As a timestamp; the nearest one where none can hold it.</summary>
    public static DateTime ToDateTime(Timestamp moment) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(moment.UnixMilliseconds, First, Last)).UtcDateTime;

    /// <summary>From a timestamp.</summary>
    public static Timestamp FromDateTime(DateTime moment) => new((moment.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond);
}
