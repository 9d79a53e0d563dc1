using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>An uncertainty is a width: 0 is certain, absent is unknown.</summary>
internal sealed class TH040NegativeUncertainty() : RealtimeRule(
    "TH040",
    NoticeSeverity.Error,
    "uncertainty is negative",
    "Send 0 or more, or leave it out",
    "message-stoptimeevent")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        foreach (TripUpdate.Types.StopTimeUpdate stop in visit.Update.StopTimeUpdate)
        {
            if (stop.Arrival?.Uncertainty < 0 || stop.Departure?.Uncertainty < 0)
            {
                feed.Found(this, visit.Entity.Id, $"{visit.Label} {Labels.Stop(stop)} has a negative uncertainty");
            }
        }
    }
}
