using TransitHub.Gtfs.Geometries;
using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Reading.Files;
using TransitHub.Gtfs.Sources;

namespace TransitHub.Gtfs.Reading;

/// <summary>Reads GTFS feeds. Whatever is wrong with a feed becomes a notice; what can be used is used.</summary>
public static class ScheduleReader
{
    private static readonly HashSet<string> Interpreted = new(StringComparer.OrdinalIgnoreCase)
    {
        "agency.txt", "stops.txt", "routes.txt", "trips.txt", "stop_times.txt", "calendar.txt", "calendar_dates.txt",
        "shapes.txt", "frequencies.txt", "feed_info.txt", "translations.txt",
    };

    /// <summary>
    /// Reads a zip or a folder. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> if the path
    /// cannot be read, <see cref="OperationCanceledException"/> if asked to stop, and nothing for what the feed holds.
    /// </summary>
    public static ScheduleReadResult Read(
        string path,
        ScheduleReadOptions? options = null,
        IProgress<ReadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        options ??= new ScheduleReadOptions();
        var notices = new NoticeList(options.NoticesPerCode);
        using var source = FeedSource.Open(path, notices);
        return Read(source, notices, options, progress, cancellationToken);
    }

    /// <summary>Reads a zip from a stream that can seek, and takes the stream over.</summary>
    public static ScheduleReadResult Read(
        Stream zip,
        ScheduleReadOptions? options = null,
        IProgress<ReadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(zip);
        options ??= new ScheduleReadOptions();
        var notices = new NoticeList(options.NoticesPerCode);
        using var source = FeedSource.OpenZip(zip, notices);
        return Read(source, notices, options, progress, cancellationToken);
    }

    /// <summary>Says that there is nothing to read, unless something else has been said already.</summary>
    internal static void ReportEmptyFeed(NoticeList notices)
    {
        if (!notices.HasErrors)
        {
            notices.Add(new Notice("empty_feed", NoticeSeverity.Error, "", 0, null, null,
                "There is no file in the zip or folder. Name one that holds stops.txt, routes.txt, trips.txt and stop_times.txt."));
        }
    }

    private static ScheduleReadResult Read(
        FeedSource source,
        NoticeList notices,
        ScheduleReadOptions options,
        IProgress<ReadProgress>? progress,
        CancellationToken cancellation)
    {
        if (source.Entries.Count == 0)
        {
            ReportEmptyFeed(notices);
            return new ScheduleReadResult(Schedule.Empty, notices);
        }

        var reading = new FeedReading(source, notices, options, progress, cancellation);
        var (agencies, timeZone) = AgencyFile.Read(reading);
        var info = FeedInfoFile.Read(reading);
        var translations = TranslationsFile.Read(reading);
        var (stops, extent) = StopsFile.Read(reading);
        var (routeIds, routeRows) = RoutesFile.Read(reading, agencies);
        var services = CalendarFiles.Read(reading);
        var (shapeIds, shapePoints, shapeExtent) = ShapesFile.Read(reading);
        var trips = new TripsFile();
        trips.Read(reading, routeIds, services, shapeIds);
        var frequencies = FrequenciesFile.Read(reading, trips.Ids);
        var stopTimes = StopTimesFile.Read(reading, trips.Ids, stops);
        reading.PassOver(Interpreted);

        var geometries = new GeometryBuilder(reading, stops, shapeIds, shapePoints);
        var assembly = new TripAssembly(reading, stops, trips, stopTimes, geometries);
        assembly.Run(cancellation);
        var tables = assembly.Tables(agencies, routeIds, [.. routeRows], services, frequencies, info, timeZone);
        return new ScheduleReadResult(
            new Schedule(
                tables with
                {
                    Extent = geometries.Widen(extent),
                    Translations = translations,
                    Shapes = new ShapeTable(shapeIds, shapePoints.Count, shapeExtent),
                },
                reading.ContentHash()),
            notices);
    }
}
