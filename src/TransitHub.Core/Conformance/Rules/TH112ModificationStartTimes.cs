using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Start times are for one trip of frequencies.txt.</summary>
internal sealed class TH112ModificationStartTimes() : RealtimeRule(
    "TH112",
    NoticeSeverity.Error,
    "start_times stand with several trips, or are no times",
    "Select one trip_id, and write HH:MM:SS",
    "message-tripmodifications")
{
    internal override void OnEntity(FeedContext feed, FeedEntity entity)
    {
        if (entity.TripModifications is { StartTimes.Count: > 0 } all
            && (EntityKinds.ModifiedTrips(entity).Take(2).Count() != 1 || all.StartTimes.Any(static time => !StartTimes.IsValid(time))))
        {
            feed.Found(this, entity.Id, $"entity {entity.Id} has start_times for several trips, or in a wrong form");
        }
    }
}
