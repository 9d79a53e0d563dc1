using NodaTime;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs;

/// <summary>
/// A GTFS feed as columns: immutable, safe to read from any thread, with dense indexes instead of text ids. Indexes are
/// valid within this schedule alone; the ids and <see cref="LinkTable.Key"/> outlive it.
/// </summary>
public sealed class Schedule
{
    private readonly ServiceDayCache days;

    internal Schedule(ScheduleTables tables, string contentHash)
    {
        Agencies = tables.Agencies;
        Stops = tables.Stops;
        Routes = tables.Routes;
        Trips = tables.Trips;
        Services = tables.Services;
        Patterns = tables.Patterns;
        Links = tables.Links;
        Blocks = tables.Blocks;
        Geometries = tables.Geometries;
        Frequencies = tables.Frequencies;
        FeedInfo = tables.FeedInfo;
        TimeZone = tables.TimeZone;
        Extent = tables.Extent;
        Translations = tables.Translations;
        Shapes = tables.Shapes;
        ContentHash = contentHash;
        Version = FeedInfo is { Version.Length: > 0 } info ? info.Version : contentHash;
        this.days = new ServiceDayCache(TimeZone, Services.FirstDate, Services.LastDate);
    }

    /// <summary>A schedule without anything, for a feed that has no GTFS. Its time zone is UTC, its version is empty.</summary>
    public static Schedule Empty { get; } = ScheduleTables.CreateEmpty();

    /// <summary>feed_version of feed_info.txt, else <see cref="ContentHash"/>.</summary>
    public string Version { get; }

    /// <summary>32 hexadecimal digits made of the names and bytes of all files; equal for equal files however zipped.</summary>
    public string ContentHash { get; }

    /// <summary>agency.txt.</summary>
    public AgencyTable Agencies { get; }

    /// <summary>stops.txt.</summary>
    public StopTable Stops { get; }

    /// <summary>routes.txt.</summary>
    public RouteTable Routes { get; }

    /// <summary>trips.txt and stop_times.txt.</summary>
    public TripTable Trips { get; }

    /// <summary>calendar.txt and calendar_dates.txt.</summary>
    public ServiceTable Services { get; }

    /// <summary>Ordered stops that trips share.</summary>
    public PatternTable Patterns { get; }

    /// <summary>Ways from stop to stop that patterns share.</summary>
    public LinkTable Links { get; }

    /// <summary>Trips that one vehicle runs in turn.</summary>
    public BlockTable Blocks { get; }

    /// <summary>shapes.txt as far as trips use it, and straight lines where it is missing.</summary>
    public GeometryTable Geometries { get; }

    /// <summary>The ids of shapes.txt.</summary>
    public ShapeTable Shapes { get; }

    /// <summary>frequencies.txt.</summary>
    public FrequencyTable Frequencies { get; }

    /// <summary>feed_info.txt, or null.</summary>
    public FeedInfo? FeedInfo { get; }

    /// <summary>The agencies' time zone; UTC if none is named that exists.</summary>
    public DateTimeZone TimeZone { get; }

    /// <summary>The box of stops and shapes.</summary>
    public GeoExtent Extent { get; }

    /// <summary>translations.txt, empty if absent.</summary>
    public TextTranslations Translations { get; }

    /// <summary>
    /// Unix seconds of noon minus 12 hours of the day in <see cref="TimeZone"/>, from which service times count: midnight,
    /// except on days when the clocks change (GTFS reference, field type Time).
    /// </summary>
    public long ServiceDayStart(ServiceDate date) => this.days.Start(date);

    /// <summary>Unix seconds of a service time on a service day.</summary>
    public long ToUnixSeconds(ServiceDate date, int serviceTimeSeconds) => this.days.Start(date) + serviceTimeSeconds;
}
