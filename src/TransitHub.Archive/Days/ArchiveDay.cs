using NodaTime;
using NodaTime.Text;
using TransitHub.Core.Time;

namespace TransitHub.Archive.Days;

/// <summary>
/// A day of the archive: from midnight to midnight by the feed's clock on the wall, of the time at which the hub received. Records belong to it from
/// the first that was received at or after its start up to the first at or after its end, so that the days cut the log without gap or overlap, also when
/// the hub's clock was set back.
/// </summary>
/// <param name="Date">The day.</param>
/// <param name="From">Its midnight.</param>
/// <param name="To">The next one.</param>
public sealed record ArchiveDay(LocalDate Date, Timestamp From, Timestamp To)
{
    private static readonly LocalDatePattern Pattern = LocalDatePattern.Iso;

    /// <summary>yyyy-MM-dd: the name of its folder.</summary>
    public string Name => Pattern.Format(this.Date);

    /// <summary>The day in a zone.</summary>
    public static ArchiveDay Of(LocalDate date, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return new(date, Midnight(date, zone), Midnight(date.PlusDays(1), zone));
    }

    /// <summary>The day that a moment lies in.</summary>
    public static ArchiveDay At(Timestamp moment, DateTimeZone zone) =>
        Of(Instant.FromUnixTimeMilliseconds(moment.UnixMilliseconds).InZone(zone).Date, zone);

    /// <summary>Reads yyyy-MM-dd.</summary>
    public static bool TryParse(string? text, out LocalDate date)
    {
        ParseResult<LocalDate> parsed = Pattern.Parse(text ?? string.Empty);
        date = parsed.Success ? parsed.Value : default;
        return parsed.Success;
    }

    private static Timestamp Midnight(LocalDate date, DateTimeZone zone) => new(zone.AtStartOfDay(date).ToInstant().ToUnixTimeMilliseconds());
}
