using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Text;
using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Rules;

/// <summary>What a feed is judged by, and the bounds of doing so.</summary>
public sealed record ValidationOptions
{
    /// <summary>The day that counts as today for rules about expiry and coverage, in the feed's own time zone.</summary>
    public required ServiceDate Today { get; init; }

    /// <summary>
    /// Two letters (ISO 3166-1) of the country whose telephone numbers the feed holds, or null. Without it telephone numbers
    /// are not judged, as in the canonical validator.
    /// </summary>
    public string? Country { get; init; }

    /// <summary>Whether two letters in capitals are a country that has telephone numbers.</summary>
    public static bool IsCountry(string country) => TelephoneNumber.IsCountry(country);

    /// <summary>Notices kept per code, 1 or more; all are counted. Default 100: enough to see the kind of fault.</summary>
    public int NoticesPerCode { get; init; } = NoticeList.DefaultKeptPerCode;

    /// <summary>
    /// Rows of one file, 1 or more, after which too_many_rows is reported and the rest is not read. Default 100 million: five
    /// times the largest stop_times.txt known, and about 4 GB of memory.
    /// </summary>
    public int MaxRows { get; init; } = 100_000_000;

    /// <summary>Bounds for reading the files.</summary>
    public ScheduleReadOptions Reading { get; init; } = new();
}
