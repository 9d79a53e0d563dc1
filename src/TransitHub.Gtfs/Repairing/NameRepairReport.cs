namespace TransitHub.Gtfs.Repairing;

/// <summary>What was split, and what the feed lacks.</summary>
/// <param name="Split">Names split, by table and field.</param>
/// <param name="Translations">Rows of translations.txt.</param>
/// <param name="MissingFiles">Files without which riders or consumers get less: stop_times.txt, shapes.txt, feed_info.txt.</param>
/// <param name="Routes">Routes of the feed.</param>
/// <param name="UsableRoutes">Routes with a trip that has two stops with times.</param>
/// <param name="Trips">Trips of the feed.</param>
/// <param name="UsableTrips">Trips with two stops with times.</param>
/// <param name="HeadwayTrips">Trips that run by headway.</param>
public sealed record NameRepairReport(
    IReadOnlyDictionary<string, int> Split, int Translations, IReadOnlyList<string> MissingFiles, int Routes, int UsableRoutes, int Trips, int UsableTrips, int HeadwayTrips);
