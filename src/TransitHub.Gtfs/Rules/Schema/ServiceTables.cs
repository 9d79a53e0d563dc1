using static TransitHub.Gtfs.Rules.Schema.ColumnKinds;

namespace TransitHub.Gtfs.Rules.Schema;

/// <summary>Agencies, routes, trips and the days on which they run.</summary>
internal static class ServiceTables
{
    public static readonly TableSchema Agency = new("agency.txt", Presence.Required, ["agency_id"],
        Id("agency_id").Makes(),
        Name("agency_name").Required(),
        Url("agency_url").Required(),
        TimeZone("agency_timezone").Required(),
        Language("agency_lang"),
        Phone("agency_phone"),
        Url("agency_fare_url"),
        Email("agency_email"),
        UnknownYesNo("cemv_support"))
    {
        RecordKey = ["agency_id"],
    };

    public static readonly TableSchema Routes = new("routes.txt", Presence.Required, ["route_id"],
        Id("route_id").Required().Makes(),
        Id("agency_id").In("agency.txt", "agency_id"),
        Name("route_short_name"),
        Name("route_long_name"),
        Name("route_desc"),
        OneOf("route_type", 0, 1, 2, 3, 4, 5, 6, 7, 11, 12).Required(),
        Url("route_url"),
        Color("route_color"),
        Color("route_text_color"),
        Integer("route_sort_order").NonNegative(),
        OneOf("continuous_pickup", 0, 1, 2, 3),
        OneOf("continuous_drop_off", 0, 1, 2, 3),
        Id("network_id").Makes(),
        UnknownYesNo("cemv_support"))
    {
        RecordKey = ["route_id"],
    };

    public static readonly TableSchema Calendar = new("calendar.txt", Presence.Optional, ["service_id"],
        Id("service_id").Required().Makes(),
        YesNo("monday").Required(),
        YesNo("tuesday").Required(),
        YesNo("wednesday").Required(),
        YesNo("thursday").Required(),
        YesNo("friday").Required(),
        YesNo("saturday").Required(),
        YesNo("sunday").Required(),
        Date("start_date").Required(),
        Date("end_date").Required());

    public static readonly TableSchema CalendarDates = new("calendar_dates.txt", Presence.Optional, ["service_id", "date"],
        Id("service_id").Required().Makes(),
        Date("date").Required(),
        OneOf("exception_type", 1, 2).Required());

    public static readonly TableSchema Trips = new("trips.txt", Presence.Required, ["trip_id"],
        Id("route_id").Required().In("routes.txt", "route_id"),
        Id("service_id").Required().In("calendar.txt or calendar_dates.txt", "service_id"),
        Id("trip_id").Required().Makes(),
        Name("trip_headsign"),
        Name("trip_short_name"),
        YesNo("direction_id"),
        Id("block_id"),
        Id("shape_id").In("shapes.txt", "shape_id"),
        UnknownYesNo("wheelchair_accessible"),
        UnknownYesNo("bikes_allowed"),
        UnknownYesNo("cars_allowed"),
        Float("safe_duration_factor"),
        Float("safe_duration_offset"))
    {
        RecordKey = ["trip_id"],
    };

    public static readonly TableSchema Frequencies = new("frequencies.txt", Presence.Optional, ["trip_id", "start_time"],
        Id("trip_id").Required().In("trips.txt", "trip_id"),
        ClockTime("start_time").Required(),
        ClockTime("end_time").Required(),
        Integer("headway_secs").Required().Positive(),
        YesNo("exact_times"));
}
