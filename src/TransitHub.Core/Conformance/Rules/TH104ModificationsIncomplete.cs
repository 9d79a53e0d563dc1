using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>TripModifications say which trips, on which days, and what.</summary>
internal sealed class TH104ModificationsIncomplete() : RealtimeRule(
    "TH104",
    NoticeSeverity.Error,
    "TripModifications miss trips, dates or modifications",
    "Set selected_trips, service_dates and modifications",
    "message-tripmodifications")
{
    internal override void OnEntity(FeedContext feed, FeedEntity entity)
    {
        if (entity.TripModifications is { } all && (all.SelectedTrips.Count == 0 || all.SelectedTrips.Any(static selected => selected.TripIds.Count == 0)
            || all.ServiceDates.Count == 0 || all.Modifications.Count == 0))
        {
            feed.Found(this, entity.Id, $"entity {entity.Id} has no trips, service_dates or modifications");
        }
    }
}
