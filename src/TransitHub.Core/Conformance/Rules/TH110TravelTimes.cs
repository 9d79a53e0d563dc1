using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;
using Modification = TransitHub.Protocol.GtfsRealtime.TripModifications.Types.Modification;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Travel times to replacement stops rise.</summary>
internal sealed class TH110TravelTimes() : RealtimeRule(
    "TH110",
    NoticeSeverity.Error,
    "travel_time_to_stop does not rise",
    "Count seconds from the stop before the modification",
    "message-replacementstop")
{
    internal override void OnEntity(FeedContext feed, FeedEntity entity)
    {
        foreach (Modification modification in entity.TripModifications?.Modifications ?? [])
        {
            int? before = null;
            foreach (ReplacementStop stop in modification.ReplacementStops.Where(static one => one.HasTravelTimeToStop))
            {
                if (stop.TravelTimeToStop <= before)
                {
                    feed.Found(this, entity.Id, $"entity {entity.Id}: {stop.StopId} comes {stop.TravelTimeToStop} s after the start, the stop before {before} s");
                }

                before = stop.TravelTimeToStop;
            }
        }
    }
}
