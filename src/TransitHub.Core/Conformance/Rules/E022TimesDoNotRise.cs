using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Times rise from stop to stop; two stops at one second are a vehicle in two places.</summary>
internal sealed class E022TimesDoNotRise() : RealtimeRule(
    "E022",
    NoticeSeverity.Error,
    "Times of consecutive stops do not rise",
    "Let each predicted time be at least a second after all of the stop before",
    "message-stoptimeupdate")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        (long? lastArrival, long? lastDeparture) = (null, null);
        foreach (TripUpdate.Types.StopTimeUpdate stop in visit.Update.StopTimeUpdate)
        {
            long? arrival = stop.Arrival is { HasTime: true } a ? a.Time : null;
            long? departure = stop.Departure is { HasTime: true } d ? d.Time : null;
            this.Compare(feed, visit, stop, arrival, lastArrival);
            this.Compare(feed, visit, stop, arrival, lastDeparture);
            this.Compare(feed, visit, stop, departure, lastDeparture);
            this.Compare(feed, visit, stop, departure, lastArrival);
            (lastArrival, lastDeparture) = (arrival ?? lastArrival, departure ?? lastDeparture);
        }
    }

    private void Compare(FeedContext feed, TripUpdateVisit visit, TripUpdate.Types.StopTimeUpdate stop, long? time, long? before)
    {
        if (time <= before)
        {
            feed.Found(this, visit.Entity.Id, $"{visit.Label} {Labels.Stop(stop)} has time {time}, not after {before} of a stop before");
        }
    }
}
