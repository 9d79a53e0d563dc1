using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>What ADDED means was never specified.</summary>
internal sealed class TH026AddedIsDeprecated() : RealtimeRule(
    "TH026",
    NoticeSeverity.Warning,
    "A trip is ADDED, which is deprecated",
    "Use NEW for a trip of its own, DUPLICATED for a copy",
    "enum-schedulerelationship-1")
{
    internal override void OnTrip(FeedContext feed, TripUse use)
    {
        if (use.Namer != TripNamer.Alert && use.Is(Labels.Added))
        {
            feed.Found(this, use.Entity.Id, $"{use.Label} is ADDED");
        }
    }
}
