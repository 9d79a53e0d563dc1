using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>The trips of a detour are in the GTFS.</summary>
internal sealed class TH105ModifiedTripsUnknown() : RealtimeRule(
    "TH105",
    NoticeSeverity.Error,
    "TripModifications select an unknown trip",
    "Send trip_ids of trips.txt",
    "message-tripmodifications")
{
    internal override void OnEntity(FeedContext feed, FeedEntity entity)
    {
        foreach (string trip in EntityKinds.ModifiedTrips(entity))
        {
            if (!feed.Schedule.Trips.TryFind(trip, out _))
            {
                feed.Found(this, entity.Id, $"entity {entity.Id} selects trip_id {trip}, which is not in trips.txt");
            }
        }
    }
}
