using TransitHub.Gtfs.Rules.General;

namespace TransitHub.Gtfs.Rules;

/// <summary>All rules, in the order in which they judge. What a file, a row or a value has wrong by itself is found while loading.</summary>
internal static class RuleSet
{
    /// <summary>Rules about the feed; new instances, since a rule may remember what it has seen.</summary>
    public static FeedRule[] ForFeed() =>
    [
        new ForeignKeys(), new CompositeKeys(),
    ];

    /// <summary>Rules about each trip.</summary>
    public static TripRule[] ForTrips() =>
    [
    ];
}
