using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>An agency_id that the GTFS does not have.</summary>
internal sealed class E034UnknownAgency() : RealtimeRule(
    "E034",
    NoticeSeverity.Error,
    "agency_id is not in the GTFS",
    "Send agency_id of agency.txt",
    "message-entityselector")
{
    internal override void OnAlert(FeedContext feed, FeedEntity entity, Alert alert)
    {
        foreach (EntitySelector selector in alert.InformedEntity)
        {
            if (selector.HasAgencyId && !feed.Reference.HasAgency(selector.AgencyId))
            {
                feed.Found(this, entity.Id, $"agency_id {selector.AgencyId} is not in agency.txt");
            }
        }
    }
}
