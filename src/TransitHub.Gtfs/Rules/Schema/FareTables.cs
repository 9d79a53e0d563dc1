using static TransitHub.Gtfs.Rules.Schema.ColumnKinds;

namespace TransitHub.Gtfs.Rules.Schema;

/// <summary>Fares, of both generations.</summary>
internal static class FareTables
{
    private const string Networks = "networks.txt or routes.txt";

    public static readonly TableSchema FareAttributes = new("fare_attributes.txt", Presence.Optional, ["fare_id"],
        Id("fare_id").Required().Makes(),
        Float("price").Required().NonNegative(),
        Currency("currency_type").Required(),
        OneOf("payment_method", 0, 1).Required(),
        OneOf("transfers", 0, 1, 2),
        Id("agency_id").In("agency.txt", "agency_id"),
        Integer("transfer_duration").NonNegative());

    public static readonly TableSchema FareRules = new(
        "fare_rules.txt",
        Presence.Optional,
        ["fare_id", "route_id", "origin_id", "destination_id", "contains_id"],
        Id("fare_id").Required().In("fare_attributes.txt", "fare_id"),
        Id("route_id").In("routes.txt", "route_id"),
        Id("origin_id").In("stops.txt", "zone_id"),
        Id("destination_id").In("stops.txt", "zone_id"),
        Id("contains_id").In("stops.txt", "zone_id"));

    public static readonly TableSchema Timeframes = new(
        "timeframes.txt",
        Presence.Optional,
        ["timeframe_group_id", "start_time", "end_time", "service_id"],
        Id("timeframe_group_id").Required().Makes(),
        ClockTime("start_time"),
        ClockTime("end_time"),
        Id("service_id").Required().In("calendar.txt or calendar_dates.txt", "service_id"));

    public static readonly TableSchema RiderCategories = new("rider_categories.txt", Presence.Optional, ["rider_category_id"],
        Id("rider_category_id").Required().Makes(),
        FreeText("rider_category_name").Required(),
        YesNo("is_default_fare_category").RequiredInHeader(),
        Url("eligibility_url"));

    public static readonly TableSchema FareMedia = new("fare_media.txt", Presence.Optional, ["fare_media_id"],
        Id("fare_media_id").Required().Makes(),
        FreeText("fare_media_name"),
        OneOf("fare_media_type", 0, 1, 2, 3, 4).Required());

    public static readonly TableSchema FareProducts = new(
        "fare_products.txt",
        Presence.Optional,
        ["fare_product_id", "rider_category_id", "fare_media_id"],
        Id("fare_product_id").Required().Makes(),
        FreeText("fare_product_name"),
        Id("rider_category_id").In("rider_categories.txt", "rider_category_id"),
        Id("fare_media_id").In("fare_media.txt", "fare_media_id"),
        Amount("amount").Required(),
        Currency("currency").Required());

    public static readonly TableSchema FareLegRules = new(
        "fare_leg_rules.txt",
        Presence.Optional,
        ["network_id", "from_area_id", "to_area_id", "from_timeframe_group_id", "to_timeframe_group_id", "fare_product_id"],
        Id("leg_group_id").Makes(),
        Id("network_id").In(Networks, "network_id"),
        Id("from_area_id").In("areas.txt", "area_id"),
        Id("to_area_id").In("areas.txt", "area_id"),
        Id("from_timeframe_group_id").In("timeframes.txt", "timeframe_group_id"),
        Id("to_timeframe_group_id").In("timeframes.txt", "timeframe_group_id"),
        Id("fare_product_id").Required().In("fare_products.txt", "fare_product_id"),
        Integer("rule_priority").NonNegative());

    public static readonly TableSchema FareLegJoinRules = new(
        "fare_leg_join_rules.txt",
        Presence.Optional,
        ["from_network_id", "to_network_id", "from_stop_id", "to_stop_id"],
        Id("from_network_id").Required().In(Networks, "network_id"),
        Id("to_network_id").Required().In(Networks, "network_id"),
        Id("from_stop_id").In("stops.txt", "stop_id"),
        Id("to_stop_id").In("stops.txt", "stop_id"));

    public static readonly TableSchema FareTransferRules = new(
        "fare_transfer_rules.txt",
        Presence.Optional,
        ["from_leg_group_id", "to_leg_group_id", "fare_product_id", "transfer_count", "duration_limit"],
        Id("from_leg_group_id").In("fare_leg_rules.txt", "leg_group_id"),
        Id("to_leg_group_id").In("fare_leg_rules.txt", "leg_group_id"),
        Integer("transfer_count"),
        Integer("duration_limit").Positive(),
        OneOf("duration_limit_type", 0, 1, 2, 3),
        OneOf("fare_transfer_type", 0, 1, 2).Required(),
        Id("fare_product_id").In("fare_products.txt", "fare_product_id"));

    public static readonly TableSchema Areas = new("areas.txt", Presence.Optional, ["area_id"],
        Id("area_id").Required().Makes(),
        FreeText("area_name"));

    public static readonly TableSchema StopAreas = new("stop_areas.txt", Presence.Optional, ["area_id", "stop_id"],
        Id("area_id").Required().In("areas.txt", "area_id"),
        Id("stop_id").Required().In("stops.txt", "stop_id"));

    public static readonly TableSchema NetworksTable = new("networks.txt", Presence.Optional, ["network_id"],
        Id("network_id").Required().Makes(),
        Name("network_name"));

    public static readonly TableSchema RouteNetworks = new("route_networks.txt", Presence.Optional, ["route_id"],
        Id("network_id").Required().In("networks.txt", "network_id"),
        Id("route_id").Required().In("routes.txt", "route_id"));
}
