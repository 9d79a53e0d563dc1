using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;
using TransitHub.Gtfs.Rules.Walks;
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
        if (options.NoticesPerCode < 1 || options.MaxRows < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(options), "NoticesPerCode and MaxRows must be 1 or more.");
        }

        var reading = new FeedReading(source, notices, options.Reading, progress, cancellation);
        if (source.Entries.Count == 0)
        {
            ScheduleReader.ReportEmptyFeed(notices);
            return new ValidationReport(notices, new SortedDictionary<string, long>(), "", "", null, null);
        }

        var feed = Load(reading, options);
        var report = new RuleReport(notices);
        foreach (var rule in RuleSet.ForFeed())
        {
            cancellation.ThrowIfCancellationRequested();
            rule.Check(feed, report);
        }

        TripWalk.Run(feed, RuleSet.ForTrips(), report, cancellation);
        return Report(feed, reading, notices);
    }

    private static GtfsTables Load(FeedReading reading, ValidationOptions options)
    {
        var loader = new TableLoader(reading, new FieldJudge(options.Country), options.MaxRows);
        var locations = LocationsFile.Read(reading, loader.Domain("location_id"));
        GtfsTable[] tables = [.. GtfsSchema.Tables.Select(loader.Load)];
        reading.PassOver(new HashSet<string>(GtfsFiles.InOrder, StringComparer.OrdinalIgnoreCase));
        return new GtfsTables(tables, locations, options);
    }

    private static ValidationReport Report(GtfsTables feed, FeedReading reading, NoticeList notices)
    {
        var rows = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in feed.All.Where(table => !table.IsMissing))
        {
            rows[table.Schema.File] = table.Count;
        }

        if (!feed.Locations.IsMissing)
        {
            rows[LocationsFile.Name] = feed.Locations.Zones.Count;
        }

        var (first, last) = ServiceSpan.Of(feed);
        return new ValidationReport(notices, rows, reading.ContentHash(), feed.FeedInfo.Text("feed_version").Text(0), first, last);
    }
}
