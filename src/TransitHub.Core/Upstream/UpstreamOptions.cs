using TransitHub.Core.Graphs;

namespace TransitHub.Core.Upstream;

/// <summary>What an operator may set about the TripUpdates and Alerts of other agencies' feeds.</summary>
[NotKept]
public sealed record UpstreamOptions
{
    /// <summary>
    /// Whether the hub's own prediction of a run goes before another agency's. Default true: it follows from the positions that the hub has
    /// itself, has quantiles, and changes smoothly; the other's stands in where no vehicle of the run is known.
    /// </summary>
    public bool OwnGoesFirst { get; init; } = true;

    /// <summary>
    /// Seconds after which an update that was not renewed is left out. 90 to 3,600; default 300: agencies renew theirs every minute or so, and a
    /// prediction five minutes old is worse than the timetable's word with its doubt.
    /// </summary>
    public int StaleSeconds { get; init; } = 300;

    /// <summary>Runs of which another agency's update is kept at most. 1 to 1,000,000; default 100,000 (about 3 KB each).</summary>
    public int MaxRuns { get; init; } = 100_000;

    /// <summary>
    /// Seconds after which an alert is left out whose agency's feed was not renewed, by the header's timestamp. 600 to 604,800; default 1,800: the best
    /// practices of GTFS-Realtime let alerts be ten minutes old. Raise it for an agency that writes its feed anew only where something changed.
    /// </summary>
    public int AlertStaleSeconds { get; init; } = 1800;

    /// <summary>Other agencies' alerts that are kept at most. 1 to 100,000; default 5,000 (about 5 KB each).</summary>
    public int MaxAlerts { get; init; } = 5000;

    /// <summary>What other agencies write before the schedule's trip, route and stop ids, such as <c>1_</c>. Up to 32; default none.</summary>
    public IReadOnlyList<string> StripPrefixes { get; init; } = [];

    /// <summary>What other agencies write behind the schedule's trip, route and stop ids, such as <c>-weekday</c>. Up to 32; default none.</summary>
    public IReadOnlyList<string> StripSuffixes { get; init; } = [];

    /// <summary>What is wrong with the values, one sentence for each that names the setting; empty when all is well.</summary>
    public IReadOnlyList<string> Check()
    {
        List<string> wrong = [];
        Require(this.StaleSeconds is >= 90 and <= 3600, nameof(this.StaleSeconds), "90 to 3600 seconds");
        Require(this.MaxRuns is >= 1 and <= 1_000_000, nameof(this.MaxRuns), "1 to 1000000");
        Require(this.AlertStaleSeconds is >= 600 and <= 604_800, nameof(this.AlertStaleSeconds), "600 to 604800 seconds");
        Require(this.MaxAlerts is >= 1 and <= 100_000, nameof(this.MaxAlerts), "1 to 100000");
        Require(AreUsable(this.StripPrefixes), nameof(this.StripPrefixes), "up to 32 texts of 1 to 64 characters");
        Require(AreUsable(this.StripSuffixes), nameof(this.StripSuffixes), "up to 32 texts of 1 to 64 characters");
        return wrong;

        void Require(bool ok, string setting, string range)
        {
            if (!ok)
            {
                wrong.Add($"{setting} must be {range}.");
            }
        }
    }

    private static bool AreUsable(IReadOnlyList<string> texts) => texts.Count <= 32 && texts.All(t => t.Length is >= 1 and <= 64);
}
