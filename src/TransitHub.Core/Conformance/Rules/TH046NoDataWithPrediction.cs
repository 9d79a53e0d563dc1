using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;
using StopRelation = TransitHub.Protocol.GtfsRealtime.TripUpdate.Types.StopTimeUpdate.Types.ScheduleRelationship;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>NO_DATA is not certain, nor late.</summary>
internal sealed class TH046NoDataWithPrediction() : RealtimeRule(
    "TH046",
    NoticeSeverity.Error,
    "uncertainty stands on a stop with NO_DATA",
    "Leave it out",
    "message-stoptimeevent")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        foreach (TripUpdate.Types.StopTimeUpdate stop in visit.Update.StopTimeUpdate)
        {
            if (stop.Is(StopRelation.NoData) && (stop.Arrival is { HasUncertainty: true } || stop.Departure is { HasUncertainty: true }))
            {
                feed.Found(this, visit.Entity.Id, $"{visit.Label} {Labels.Stop(stop)} has NO_DATA and uncertainty");
            }
        }
    }
}
