using TransitHub.Gtfs.Notices;
using TripRelation = TransitHub.Protocol.GtfsRealtime.TripDescriptor.Types.ScheduleRelationship;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A trip_id that the GTFS does not have, and that is not said to be added.</summary>
internal sealed class E003UnknownTrip() : RealtimeRule(
    "E003",
    NoticeSeverity.Error,
    "trip_id is not in the GTFS",
    "Send the trip_id of trips.txt of the feed_version in use, or mark the trip NEW",
    "message-tripdescriptor")
{
    internal override void OnTrip(FeedContext feed, TripUse use)
    {
        if (use.Namer == TripNamer.Alert || !use.Trip.HasTripId || use.Index >= 0 || use.Is(Labels.Added)
            || (use.Namer == TripNamer.Vehicle && use.Trip.TripId.Length == 0))
        {
            return;
        }

        bool isAdded = use.Is(TripRelation.New) || (use.Namer == TripNamer.Vehicle && feed.Moment.AddedTripIds.Contains(use.Trip.TripId));
        feed.Found(this, isAdded ? RealtimeDeviation.AddedByRealtime : null, use.Entity.Id, $"{use.Label} is not in trips.txt");
    }
}
