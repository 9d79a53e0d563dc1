using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;
using Modification = TransitHub.Protocol.GtfsRealtime.TripModifications.Types.Modification;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>The alert of a detour is in the same moment.</summary>
internal sealed class TH111ModificationAlert() : RealtimeRule(
    "TH111",
    NoticeSeverity.Warning,
    "service_alert_id is unknown",
    "Send the alert, or leave the field out",
    "message-modification")
{
    internal override void OnEntity(FeedContext feed, FeedEntity entity)
    {
        foreach (Modification modification in entity.TripModifications?.Modifications ?? [])
        {
            if (modification.HasServiceAlertId && !feed.Moment.AlertIds.Contains(modification.ServiceAlertId))
            {
                feed.Found(this, entity.Id, $"entity {entity.Id} has service_alert_id {modification.ServiceAlertId}, which is no alert");
            }
        }
    }
}
