using static TransitHub.Gtfs.Rules.Schema.ColumnKinds;

namespace TransitHub.Gtfs.Rules.Schema;

/// <summary>Demand-responsive service, translations, and what is said about the feed itself.</summary>
internal static class OtherTables
{
    public static readonly TableSchema LocationGroups = new("location_groups.txt", Presence.Optional, ["location_group_id"],
        Id("location_group_id").Required().Makes(),
        Name("location_group_name"));

    public static readonly TableSchema LocationGroupStops = new(
        "location_group_stops.txt",
        Presence.Optional,
        ["location_group_id", "stop_id"],
        Id("location_group_id").Required().In("location_groups.txt", "location_group_id"),
        Id("stop_id").Required().In("stops.txt", "stop_id"));

    public static readonly TableSchema BookingRules = new("booking_rules.txt", Presence.Optional, ["booking_rule_id"],
        Id("booking_rule_id").Required().Makes(),
        OneOf("booking_type", 0, 1, 2).Required(),
        Integer("prior_notice_duration_min"),
        Integer("prior_notice_duration_max"),
        Integer("prior_notice_last_day"),
        ClockTime("prior_notice_last_time"),
        Integer("prior_notice_start_day"),
        ClockTime("prior_notice_start_time"),
        Id("prior_notice_service_id").In("calendar.txt or calendar_dates.txt", "service_id"),
        Name("message"),
        Name("pickup_message"),
        Name("drop_off_message"),
        Phone("phone_number"),
        Url("info_url"),
        Url("booking_url"));

    public static readonly TableSchema Translations = new(
        "translations.txt",
        Presence.Optional,
        ["table_name", "field_name", "language", "record_id", "record_sub_id", "field_value"],
        FreeText("table_name").Required(),
        FreeText("field_name").Required(),
        Language("language").Required(),
        FreeText("translation").Required(),
        FreeText("record_id"),
        FreeText("record_sub_id"),
        FreeText("field_value"));

    public static readonly TableSchema FeedInfo = new("feed_info.txt", Presence.Optional, [],
        FreeText("feed_publisher_name").Required(),
        Url("feed_publisher_url").Required(),
        Language("feed_lang").Required(),
        Language("default_lang"),
        Date("feed_start_date").Recommended(),
        Date("feed_end_date").Recommended(),
        FreeText("feed_version").Recommended(),
        Email("feed_contact_email"),
        Url("feed_contact_url"))
    {
        IsSingleRow = true,
        RecordKey = [],
    };

    public static readonly TableSchema Attributions = new("attributions.txt", Presence.Optional, ["attribution_id"],
        Id("attribution_id").Makes(),
        Id("agency_id").In("agency.txt", "agency_id"),
        Id("route_id").In("routes.txt", "route_id"),
        Id("trip_id").In("trips.txt", "trip_id"),
        FreeText("organization_name").Required(),
        YesNo("is_producer"),
        YesNo("is_operator"),
        YesNo("is_authority"),
        Url("attribution_url"),
        Email("attribution_email"),
        Phone("attribution_phone"))
    {
        RecordKey = ["attribution_id"],
    };
}
