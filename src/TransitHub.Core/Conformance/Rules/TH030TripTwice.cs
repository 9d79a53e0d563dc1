using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;
using TripRelation = TransitHub.Protocol.GtfsRealtime.TripDescriptor.Types.ScheduleRelationship;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A run has one TripUpdate.</summary>
internal sealed class TH030TripTwice() : RealtimeRule(
    "TH030",
    NoticeSeverity.Error,
    "A run has several TripUpdates",
    "Send one for each trip_id, start_date and start_time",
    "message-tripupdate")
{
    internal override void OnFeed(FeedContext feed)
    {
        var seen = new HashSet<(string Trip, string Date, string Time)>();
        foreach (FeedEntity entity in feed.Message.Entity)
        {
            if (entity.TripUpdate?.Trip is { HasTripId: true } trip && !trip.Is(TripRelation.Duplicated) && !seen.Add((trip.TripId, trip.StartDate, trip.StartTime)))
            {
                feed.Found(this, entity.Id, $"trip_id {trip.TripId} of {trip.StartDate} {trip.StartTime} has several TripUpdates");
            }
        }
    }
}
