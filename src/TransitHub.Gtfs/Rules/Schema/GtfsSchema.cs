namespace TransitHub.Gtfs.Rules.Schema;

/// <summary>
/// All tables of the reference (revision of 2026) in the order in which they are loaded: what makes ids before what names
/// them. locations.geojson, the one file that is no table, is read by <see cref="Tables.LocationsFile"/>.
/// </summary>
internal static class GtfsSchema
{
    public static readonly TableSchema[] Tables =
    [
        ServiceTables.Agency, OtherTables.FeedInfo, StopTables.Levels, StopTables.Stops, FareTables.NetworksTable,
        ServiceTables.Routes, ServiceTables.Calendar, ServiceTables.CalendarDates, StopTables.Shapes, ServiceTables.Trips,
        ServiceTables.Frequencies, OtherTables.LocationGroups, OtherTables.LocationGroupStops, OtherTables.BookingRules,
        StopTables.StopTimes, StopTables.Transfers, StopTables.Pathways, FareTables.FareAttributes, FareTables.FareRules,
        FareTables.Areas, FareTables.StopAreas, FareTables.RouteNetworks, FareTables.Timeframes, FareTables.RiderCategories,
        FareTables.FareMedia, FareTables.FareProducts, FareTables.FareLegRules, FareTables.FareLegJoinRules,
        FareTables.FareTransferRules, OtherTables.Translations, OtherTables.Attributions,
    ];
}
