using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>modified_trip leads to TripModifications of the same moment and to a trip that they select.</summary>
internal sealed class TH027ModifiedTripUnknown() : RealtimeRule(
    "TH027",
    NoticeSeverity.Error,
    "modified_trip leads nowhere",
    "Set modifications_id to the entity of the TripModifications and affected_trip_id to a trip that they select",
    "message-modifiedtripselector")
{
    internal override void OnTrip(FeedContext feed, TripUse use)
    {
        if (use.Trip.ModifiedTrip is not { } selector)
        {
            return;
        }

        bool isSelected = feed.Moment.ModifiedTrips.TryGetValue(selector.ModificationsId, out HashSet<string>? trips) && trips.Contains(selector.AffectedTripId);
        if (!isSelected)
        {
            feed.Found(this, use.Entity.Id, $"entity {use.Entity.Id} modifies trip {selector.AffectedTripId} by {selector.ModificationsId}, which does not select it");
        }
    }
}
