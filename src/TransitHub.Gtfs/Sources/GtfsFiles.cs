using System.Collections.Frozen;

namespace TransitHub.Gtfs.Sources;

/// <summary>The file names of the GTFS reference (revision of 2026), in its order.</summary>
internal static class GtfsFiles
{
    public static readonly string[] InOrder =
    [
        "agency.txt", "stops.txt", "routes.txt", "trips.txt", "stop_times.txt", "calendar.txt", "calendar_dates.txt",
        "fare_attributes.txt", "fare_rules.txt", "timeframes.txt", "rider_categories.txt", "fare_media.txt",
        "fare_products.txt", "fare_leg_rules.txt", "fare_leg_join_rules.txt", "fare_transfer_rules.txt", "areas.txt",
        "stop_areas.txt", "networks.txt", "route_networks.txt", "shapes.txt", "frequencies.txt", "transfers.txt",
        "pathways.txt", "levels.txt", "location_groups.txt", "location_group_stops.txt", "locations.geojson",
        "booking_rules.txt", "translations.txt", "feed_info.txt", "attributions.txt",
    ];

    private static readonly FrozenDictionary<string, int> Ranks =
        InOrder.Select((name, rank) => (name, rank)).ToFrozenDictionary(file => file.name, file => file.rank, StringComparer.OrdinalIgnoreCase);

    public static bool IsKnown(string name) => Ranks.ContainsKey(name);

    /// <summary>Place in the reference's order; the same large number for all other names.</summary>
    public static int Rank(string name) => Ranks.GetValueOrDefault(name, int.MaxValue);
}
