using static TransitHub.Gtfs.Rules.Schema.ColumnKinds;

namespace TransitHub.Gtfs.Rules.Schema;

/// <summary>Stops, the times at them, the way between them, and the ways inside stations.</summary>
internal static class StopTables
{
    public static readonly TableSchema Stops = new("stops.txt", Presence.Optional, ["stop_id"],
        Id("stop_id").Required().Makes(),
        FreeText("stop_code"),
        Name("stop_name"),
        FreeText("tts_stop_name"),
        FreeText("stop_desc"),
        Latitude("stop_lat"),
        Longitude("stop_lon"),
        Id("zone_id").Makes(),
        Url("stop_url"),
        OneOf("location_type", 0, 1, 2, 3, 4),
        Id("parent_station").In("stops.txt", "stop_id"),
        TimeZone("stop_timezone"),
        UnknownYesNo("wheelchair_boarding"),
        Id("level_id").In("levels.txt", "level_id"),
        FreeText("platform_code"),
        YesNo("stop_access"))
    {
        RecordKey = ["stop_id"],
    };

    public static readonly TableSchema StopTimes = new("stop_times.txt", Presence.Required, ["trip_id", "stop_sequence"],
        Id("trip_id").Required().In("trips.txt", "trip_id"),
        ClockTime("arrival_time"),
        ClockTime("departure_time"),
        Id("stop_id").In("stops.txt", "stop_id"),
        Id("location_group_id").In("location_groups.txt", "location_group_id"),
        Id("location_id").In("locations.geojson", "location_id"),
        Integer("stop_sequence").Required().NonNegative(),
        FreeText("stop_headsign"),
        ClockTime("start_pickup_drop_off_window"),
        ClockTime("end_pickup_drop_off_window"),
        OneOf("pickup_type", 0, 1, 2, 3),
        OneOf("drop_off_type", 0, 1, 2, 3),
        OneOf("continuous_pickup", 0, 1, 2, 3),
        OneOf("continuous_drop_off", 0, 1, 2, 3),
        Float("shape_dist_traveled").NonNegative(),
        YesNo("timepoint"),
        Id("pickup_booking_rule_id").In("booking_rules.txt", "booking_rule_id"),
        Id("drop_off_booking_rule_id").In("booking_rules.txt", "booking_rule_id"))
    {
        RecordKey = ["trip_id", "stop_sequence"],
    };

    public static readonly TableSchema Shapes = new("shapes.txt", Presence.Optional, ["shape_id", "shape_pt_sequence"],
        Id("shape_id").Required().Makes(),
        Latitude("shape_pt_lat").Required(),
        Longitude("shape_pt_lon").Required(),
        Integer("shape_pt_sequence").Required().NonNegative(),
        Float("shape_dist_traveled").NonNegative());

    public static readonly TableSchema Transfers = new(
        "transfers.txt",
        Presence.Optional,
        ["from_stop_id", "to_stop_id", "from_trip_id", "to_trip_id", "from_route_id", "to_route_id"],
        Id("from_stop_id").In("stops.txt", "stop_id"),
        Id("to_stop_id").In("stops.txt", "stop_id"),
        Id("from_route_id").In("routes.txt", "route_id"),
        Id("to_route_id").In("routes.txt", "route_id"),
        Id("from_trip_id").In("trips.txt", "trip_id"),
        Id("to_trip_id").In("trips.txt", "trip_id"),
        OneOf("transfer_type", 0, 1, 2, 3, 4, 5).RequiredInHeader(),
        Integer("min_transfer_time").NonNegative());

    public static readonly TableSchema Pathways = new("pathways.txt", Presence.Optional, ["pathway_id"],
        Id("pathway_id").Required().Makes(),
        Id("from_stop_id").Required().In("stops.txt", "stop_id"),
        Id("to_stop_id").Required().In("stops.txt", "stop_id"),
        OneOf("pathway_mode", 1, 2, 3, 4, 5, 6, 7).Required(),
        YesNo("is_bidirectional").Required(),
        Float("length").NonNegative(),
        Integer("traversal_time").Positive(),
        Integer("stair_count").NonZero(),
        Float("max_slope"),
        Float("min_width").Positive(),
        Name("signposted_as"),
        Name("reversed_signposted_as"))
    {
        RecordKey = ["pathway_id"],
    };

    public static readonly TableSchema Levels = new("levels.txt", Presence.Optional, ["level_id"],
        Id("level_id").Required().Makes(),
        Float("level_index").Required(),
        Name("level_name"))
    {
        RecordKey = ["level_id"],
    };
}
