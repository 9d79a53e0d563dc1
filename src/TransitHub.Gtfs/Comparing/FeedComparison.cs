using TransitHub.Gtfs.Reading;

namespace TransitHub.Gtfs.Comparing;

/// <summary>
/// Compares two versions of a feed: by id, and by meaning where an id went. A stop means the same at the same place by the same name, a route by agency,
/// name and type, a trip by route, direction, service days, stops and times; services are compared on the days that both versions cover.
/// </summary>
public static class FeedComparison
{
    /// <summary>Entries of each list at most; what goes beyond is counted.</summary>
    public const int MaxListed = 1000;

    /// <summary>Meters within which a stop of the same name is the same stop.</summary>
    public const double SameStopMeters = 25;

    /// <summary>Meters beyond which a stop of another name is another stop.</summary>
    public const double OtherStopMeters = 1000;

    /// <summary>
    /// Reads and compares two zips or folders. Throws <see cref="IOException"/>, <see cref="UnauthorizedAccessException"/> or
    /// <see cref="InvalidDataException"/> if one cannot be read.
    /// </summary>
    public static FeedDifference Compare(string before, string after, CancellationToken cancellationToken = default)
    {
        var files = FileComparison.Compare(before, after, cancellationToken);
        var former = ScheduleReader.Read(before, cancellationToken: cancellationToken).Schedule;
        var later = ScheduleReader.Read(after, cancellationToken: cancellationToken).Schedule;
        return Compare(former, later, files);
    }

    /// <summary>Compares two schedules; the list of files stays empty.</summary>
    public static FeedDifference Compare(Schedule before, Schedule after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return Compare(before, after, []);
    }

    private static FeedDifference Compare(Schedule before, Schedule after, IReadOnlyList<FileChange> files)
    {
        var pairs = new FeedPairs(before, after);
        var leftOut = new SortedDictionary<string, int>(StringComparer.Ordinal);
        return new FeedDifference(Summarize(before), Summarize(after))
        {
            Entities = pairs.Entities(),
            Ids = pairs.Stability,
            Moved = Bound("moved", TextComparison.Moves(before, after), leftOut),
            Texts = Bound("texts", TextComparison.Compare(before, after), leftOut),
            Days = Bound("days", DayComparison.Compare(before, after), leftOut),
            Routes = Bound("routes", RouteComparison.Compare(before, after, pairs), leftOut),
            Files = files,
            LeftOut = leftOut,
        };
    }

    private static List<T> Bound<T>(string name, List<T> entries, SortedDictionary<string, int> leftOut)
    {
        if (entries.Count <= MaxListed)
        {
            return entries;
        }

        leftOut[name] = entries.Count - MaxListed;
        return entries[..MaxListed];
    }

    private static FeedSummary Summarize(Schedule schedule)
    {
        var straight = 0;
        for (var pattern = 0; pattern < schedule.Patterns.Count; pattern++)
        {
            straight += schedule.Patterns.IsStraight(pattern) ? 1 : 0;
        }

        var (byHeadway, unusable) = (0, 0);
        for (var trip = 0; trip < schedule.Trips.Count; trip++)
        {
            byHeadway += schedule.Trips.Frequencies(trip).Length > 0 ? 1 : 0;
            unusable += schedule.Trips.PatternIndex(trip) < 0 ? 1 : 0;
        }

        return new FeedSummary(
            schedule.Version, schedule.ContentHash, schedule.Services.FirstDate, schedule.Services.LastDate, schedule.Patterns.Count, straight, byHeadway, unusable);
    }
}
