using NodaTime;
using TransitHub.Gtfs.Text;

namespace TransitHub.Gtfs.Reading;

/// <summary>The finished tables from which a schedule is made.</summary>
internal sealed record ScheduleTables(
    AgencyTable Agencies,
    StopTable Stops,
    RouteTable Routes,
    TripTable Trips,
    ServiceTable Services,
    PatternTable Patterns,
    LinkTable Links,
    BlockTable Blocks,
    GeometryTable Geometries,
    FrequencyTable Frequencies,
    FeedInfo? FeedInfo,
    DateTimeZone TimeZone,
    GeoExtent Extent)
{
    public TextTranslations Translations { get; init; } = TextTranslations.None;

    public ShapeTable Shapes { get; init; } = new(new IdColumn(), 0, GeoExtent.None);

    /// <summary>A schedule without anything.</summary>
    public static Schedule CreateEmpty()
    {
        var nothing = IntGroups.Of(0, 0, _ => -1);
        var frequencies = new FrequencyTable([0], []);
        var tables = new ScheduleTables(
            new AgencyTable(new IdColumn(), []),
            new StopTable(new IdColumn(), []),
            new RouteTable(new IdColumn(), [], nothing, nothing),
            new TripTable(new IdColumn(), [], new StopTimeColumns([], [], [], new IntLists(), 0), frequencies),
            new ServiceTable(new IdColumn(), []),
            new PatternTable([], nothing),
            new LinkTable([]),
            new BlockTable(new IdColumn(), nothing),
            new GeometryTable([]),
            frequencies,
            null,
            DateTimeZone.Utc,
            GeoExtent.None);
        return new Schedule(tables, string.Empty);
    }
}
