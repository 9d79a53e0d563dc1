namespace TransitHub.Core.Feeds;

/// <summary>How often the GTFS-Realtime feeds are made anew, and how old an entity in them may be.</summary>
public sealed record FeedOptions
{
    /// <summary>
    /// The longest time between two header timestamps, seconds, 1 to 30. Default 15: half of the 30 s in which the best
    /// practices want a refresh, so that one late round still keeps them.
    /// </summary>
    public int RefreshSeconds { get; init; } = 15;

    /// <summary>
    /// The shortest time between two contents, seconds, 1 to <see cref="RefreshSeconds"/>. Default 1, the finest that
    /// header timestamps can tell apart; more saves work where a feed is large and its readers come every 10 to 30 s.
    /// </summary>
    public int MinIntervalSeconds { get; init; } = 1;

    /// <summary>
    /// The oldest measurement that the feeds show, seconds, 60 to 3,600. Default 360, the age at which a vehicle counts as
    /// lost: longer than a tunnel or the gaps of a slow modem, so that vehicles do not come and go. What consumers find too
    /// old for them they see by its own timestamp.
    /// </summary>
    public int MaxAgeSeconds { get; init; } = 360;

    /// <summary>
    /// Route types of routes.txt, such as 3 for buses, whose predictions are left out of the cut for Google, which makes arrival times of its own from
    /// positions where it has none of the agency's. Default none: the hub's are measured, see benchmarks/results/backtest.md. Cancellations stay.
    /// </summary>
    public IList<int> GoogleOwnEtas { get; init; } = [];

    /// <summary>
    /// Whether detours that riders are told of are also drawn (Shape, TripModifications) and have updates of the modified trips, in TripUpdates outside of the cut for
    /// Google. Default true; plain updates, which every consumer knows, stand beside them and are there either way. Set it to false where a consumer stumbles over entities it does not know.
    /// </summary>
    public bool TripModifications { get; init; } = true;

    /// <summary>
    /// The share of a feed's entities that must leave within <see cref="CollapseSeconds"/> for the operator to be told of a collapse, 0.1 to 0.95.
    /// Default 0.5: the end of service takes away less in that time, a fault most of it at once.
    /// </summary>
    public double CollapseShare { get; init; } = 0.5;

    /// <summary>See <see cref="CollapseShare"/>, seconds, 30 to 3,600. Default 120: vehicles that fall silent together leave within the longest interval of their reports, and at the end of service the last ones go slower.</summary>
    public int CollapseSeconds { get; init; } = 120;

    /// <summary>
    /// Seconds between two checks of what is published against the rules of GTFS-Realtime, 0 to 3,600; 0: none. Default 30, as often as consumers fetch;
    /// a check costs about as much as reading the feeds once.
    /// </summary>
    public int ValidateSeconds { get; init; } = 30;

    /// <summary>What is wrong with the values, one sentence for each that names the setting; empty when all is well.</summary>
    public IReadOnlyList<string> Check()
    {
        List<string> wrong = [];
        Require(this.RefreshSeconds is >= 1 and <= 30, nameof(this.RefreshSeconds), "1 to 30 seconds");
        Require(
            this.MinIntervalSeconds >= 1 && this.MinIntervalSeconds <= this.RefreshSeconds,
            nameof(this.MinIntervalSeconds),
            $"1 second to {nameof(this.RefreshSeconds)}");
        Require(this.MaxAgeSeconds is >= 60 and <= 3600, nameof(this.MaxAgeSeconds), "60 to 3600 seconds");
        Require(this.CollapseShare is >= 0.1 and <= 0.95, nameof(this.CollapseShare), "0.1 to 0.95");
        Require(this.CollapseSeconds is >= 30 and <= 3600, nameof(this.CollapseSeconds), "30 to 3600 seconds");
        Require(this.ValidateSeconds is >= 0 and <= 3600, nameof(this.ValidateSeconds), "0 to 3600 seconds");
        return wrong;

        void Require(bool ok, string setting, string range)
        {
            if (!ok)
            {
                wrong.Add($"{setting} must be {range}.");
            }
        }
    }
}
