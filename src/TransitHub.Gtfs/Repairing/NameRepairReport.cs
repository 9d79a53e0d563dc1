using TransitHub.Gtfs.Completing;

namespace TransitHub.Gtfs.Repairing;

/// <summary>What was split, and what the feed lacks.</summary>
/// <param name="Split">Names split, by table and field.</param>
/// <param name="Translations">Rows of translations.txt.</param>
/// <param name="MissingFiles">Files without which riders or consumers get less: stop_times.txt, shapes.txt, feed_info.txt.</param>
/// <param name="Use">Of how much of the feed use can be made.</param>
public sealed record NameRepairReport(IReadOnlyDictionary<string, int> Split, int Translations, IReadOnlyList<string> MissingFiles, FeedUse Use);
