namespace TransitHub.Gtfs.Merging;

/// <summary>
/// Which columns hold ids of what, by the GTFS reference: ids of one space name one another across files. A family is the files whose rows make up one
/// thing, in an order in which what is referred to comes first.
/// </summary>
internal static class MergeSchema
{
    public const string Agency = "agency";
    public const string Stop = "stop";
    public const string Route = "route";
    public const string Trip = "trip";
    public const string Service = "service";
    public const string Zone = "zone";
    public const string Block = "block";
    public const string Location = "location";

    public static readonly Family[] Families =
    [
        new(Agency, ("agency.txt", "agency_id")),
        new("level", ("levels.txt", "level_id")),
        new(Zone, ("fare_rules.txt", "origin_id"), ("fare_rules.txt", "destination_id"), ("fare_rules.txt", "contains_id")),
        new(Stop, ("stops.txt", "stop_id")),
        new("network", ("networks.txt", "network_id")),
        new(Route, ("routes.txt", "route_id")),
        new(Service, ("calendar.txt", "service_id"), ("calendar_dates.txt", "service_id")),
        new("shape", ("shapes.txt", "shape_id")),
        new("booking rule", ("booking_rules.txt", "booking_rule_id")),
        new("location group", ("location_groups.txt", "location_group_id"), ("location_group_stops.txt", "location_group_id")),
        new(Block, ("trips.txt", "block_id")),
        new(Trip, ("trips.txt", "trip_id"), ("stop_times.txt", "trip_id"), ("frequencies.txt", "trip_id")),
        new("fare", ("fare_attributes.txt", "fare_id"), ("fare_rules.txt", "fare_id")),
        new("timeframe group", ("timeframes.txt", "timeframe_group_id")),
        new("rider category", ("rider_categories.txt", "rider_category_id")),
        new("fare medium", ("fare_media.txt", "fare_media_id")),
        new("fare product", ("fare_products.txt", "fare_product_id")),
        new("area", ("areas.txt", "area_id"), ("stop_areas.txt", "area_id")),
        new("leg group", ("fare_leg_rules.txt", "leg_group_id")),
        new("pathway", ("pathways.txt", "pathway_id")),
        new("attribution", ("attributions.txt", "attribution_id")),
    ];

    /// <summary>Spaces that no file defines: their ids are only used, so a thing is what uses it.</summary>
    public static bool IsDefined(string space) => space is not (Zone or Block);

    private static readonly Dictionary<string, string> Spaces = new(StringComparer.Ordinal)
    {
        ["agency_id"] = Agency, ["stop_id"] = Stop, ["parent_station"] = Stop, ["from_stop_id"] = Stop, ["to_stop_id"] = Stop,
        ["route_id"] = Route, ["from_route_id"] = Route, ["to_route_id"] = Route, ["trip_id"] = Trip, ["from_trip_id"] = Trip, ["to_trip_id"] = Trip,
        ["service_id"] = Service, ["shape_id"] = "shape", ["block_id"] = Block, ["level_id"] = "level", ["pathway_id"] = "pathway", ["fare_id"] = "fare",
        ["zone_id"] = Zone, ["origin_id"] = Zone, ["destination_id"] = Zone, ["contains_id"] = Zone,
        ["area_id"] = "area", ["from_area_id"] = "area", ["to_area_id"] = "area",
        ["network_id"] = "network", ["from_network_id"] = "network", ["to_network_id"] = "network",
        ["leg_group_id"] = "leg group", ["from_leg_group_id"] = "leg group", ["to_leg_group_id"] = "leg group",
        ["fare_product_id"] = "fare product", ["fare_media_id"] = "fare medium", ["rider_category_id"] = "rider category",
        ["timeframe_group_id"] = "timeframe group", ["from_timeframe_group_id"] = "timeframe group", ["to_timeframe_group_id"] = "timeframe group",
        ["booking_rule_id"] = "booking rule", ["pickup_booking_rule_id"] = "booking rule", ["drop_off_booking_rule_id"] = "booking rule",
        ["location_group_id"] = "location group", ["location_id"] = Location, ["attribution_id"] = "attribution",
    };

    private static readonly Dictionary<string, string> TranslatedTables = new(StringComparer.Ordinal)
    {
        ["agency"] = Agency, ["stops"] = Stop, ["routes"] = Route, ["trips"] = Trip, ["stop_times"] = Trip, ["pathways"] = "pathway",
        ["levels"] = "level", ["attributions"] = "attribution", ["areas"] = "area", ["networks"] = "network", ["booking_rules"] = "booking rule",
        ["location_groups"] = "location group", ["fare_products"] = "fare product", ["fare_media"] = "fare medium", ["rider_categories"] = "rider category",
    };

    /// <summary>The space of a column's ids; null: it holds none.</summary>
    public static string? SpaceOf(string column) => Spaces.GetValueOrDefault(column);

    /// <summary>The space of <c>record_id</c> for rows of translations.txt about a table.</summary>
    public static string? SpaceOfTable(string table) => TranslatedTables.GetValueOrDefault(table);

    /// <summary>The column that tells to which thing a row belongs, so that the rows of a thing that was there already are left out; null: every row stands for itself.</summary>
    public static (string Space, string Column)? OwnerOf(string file)
    {
        foreach (var family in Families)
        {
            foreach (var (name, column) in family.Files)
            {
                if (name == file && IsDefined(family.Space))
                {
                    return (family.Space, column);
                }
            }
        }

        return null;
    }

    /// <summary>The rows that make up one kind of thing.</summary>
    internal sealed record Family(string Space, params (string File, string Column)[] Files);
}
