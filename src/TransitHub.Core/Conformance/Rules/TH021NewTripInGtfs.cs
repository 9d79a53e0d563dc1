using TransitHub.Gtfs.Notices;
using TripRelation = TransitHub.Protocol.GtfsRealtime.TripDescriptor.Types.ScheduleRelationship;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A NEW trip is not in the GTFS.</summary>
internal sealed class TH021NewTripInGtfs() : RealtimeRule(
    "TH021",
    NoticeSeverity.Error,
    "A NEW trip has the id of a trip of the GTFS",
    "Use another trip_id, or REPLACEMENT for a trip of the GTFS",
    "message-tripdescriptor")
{
    internal override void OnTrip(FeedContext feed, TripUse use)
    {
        if (use.Namer != TripNamer.Alert && use.Index >= 0 && use.Is(TripRelation.New))
        {
            feed.Found(this, use.Entity.Id, $"{use.Label} is NEW and in trips.txt");
        }
    }
}
