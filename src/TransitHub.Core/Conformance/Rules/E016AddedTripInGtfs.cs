using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A trip that is added is not in the GTFS.</summary>
internal sealed class E016AddedTripInGtfs() : RealtimeRule(
    "E016",
    NoticeSeverity.Error,
    "A trip marked ADDED is in the GTFS",
    "Use SCHEDULED for trips of the GTFS, NEW with an id of its own for others",
    "message-tripdescriptor")
{
    internal override void OnTrip(FeedContext feed, TripUse use)
    {
        if (use.Namer != TripNamer.Alert && use.Index >= 0 && use.Is(Labels.Added))
        {
            feed.Found(this, use.Entity.Id, $"{use.Label} is ADDED and in trips.txt");
        }
    }
}
