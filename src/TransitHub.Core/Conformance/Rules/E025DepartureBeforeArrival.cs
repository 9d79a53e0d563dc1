using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A vehicle leaves after it has come.</summary>
internal sealed class E025DepartureBeforeArrival() : RealtimeRule(
    "E025",
    NoticeSeverity.Error,
    "Departure is before arrival",
    "Let departure.time be no earlier than arrival.time",
    "message-stoptimeupdate")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        foreach (TripUpdate.Types.StopTimeUpdate stop in visit.Update.StopTimeUpdate)
        {
            if (stop.Arrival is { HasTime: true } arrival && stop.Departure is { HasTime: true } departure && departure.Time < arrival.Time)
            {
                feed.Found(this, visit.Entity.Id, $"{visit.Label} {Labels.Stop(stop)} departs at {departure.Time}, before it arrives at {arrival.Time}");
            }
        }
    }
}
