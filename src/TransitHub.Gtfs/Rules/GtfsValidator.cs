using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Sources;

namespace TransitHub.Gtfs.Rules;

/// <summary>
/// Holds a feed against the GTFS reference: the canonical validator's rules by their names and severities
/// (<see href="https://gtfs-validator.mobilitydata.org/rules.html"/>).
/// </summary>
public static class GtfsValidator
{
    /// <summary>
    /// Judges a zip or a folder. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> if the path
    /// cannot be read, <see cref="OperationCanceledException"/> if asked to stop, and nothing for what the feed holds.
    /// </summary>
    public static ValidationReport Validate(
        string path,
        ValidationOptions options,
        IProgress<ReadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        var notices = new NoticeList(options.NoticesPerCode);
        using var source = FeedSource.Open(path, notices);
        return Validate(source, notices, options, progress, cancellationToken);
    }

    /// <summary>Judges a zip in a stream that can seek, and takes the stream over.</summary>
    public static ValidationReport Validate(
        Stream zip,
        ValidationOptions options,
        IProgress<ReadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(zip);
        ArgumentNullException.ThrowIfNull(options);
        var notices = new NoticeList(options.NoticesPerCode);
        using var source = FeedSource.OpenZip(zip, notices);
        return Validate(source, notices, options, progress, cancellationToken);
    }

    private static ValidationReport Validate(
        FeedSource source,
        NoticeList notices,
        ValidationOptions options,
        IProgress<ReadProgress>? progress,
        CancellationToken cancellation)
    {
        var result = ScheduleReader.Read(source, notices, options.Reading, progress, cancellation);
        var schedule = result.Schedule;
        var rows = new SortedDictionary<string, long>(StringComparer.Ordinal)
        {
            ["agency.txt"] = schedule.Agencies.Count,
            ["stops.txt"] = schedule.Stops.Count,
            ["routes.txt"] = schedule.Routes.Count,
            ["trips.txt"] = schedule.Trips.Count,
        };
        return new ValidationReport(notices, rows, schedule.ContentHash, schedule.Version, null, null);
    }
}
