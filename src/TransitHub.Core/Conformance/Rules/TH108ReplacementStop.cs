using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Replacement stops are stops of the GTFS or of Stop entities.</summary>
internal sealed class TH108ReplacementStop() : RealtimeRule(
    "TH108",
    NoticeSeverity.Error,
    "A replacement stop is unknown or none",
    "Send a stop_id of stops.txt with location_type 0, or the Stop in the same feed",
    "message-replacementstop")
{
    internal override void OnEntity(FeedContext feed, FeedEntity entity)
    {
        foreach (ReplacementStop stop in entity.TripModifications?.Modifications.SelectMany(static one => one.ReplacementStops) ?? [])
        {
            bool isKnown = feed.Schedule.Stops.TryFind(stop.StopId, out int index) ? feed.Schedule.Stops.LocationType(index) == 0 : feed.Moment.StopIds.Contains(stop.StopId);
            if (!isKnown)
            {
                feed.Found(this, entity.Id, $"entity {entity.Id} has replacement stop '{stop.StopId}'");
            }
        }
    }
}
