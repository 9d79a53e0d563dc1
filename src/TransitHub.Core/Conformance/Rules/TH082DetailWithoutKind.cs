using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>cause_detail and effect_detail explain a cause and an effect.</summary>
internal sealed class TH082DetailWithoutKind() : RealtimeRule(
    "TH082",
    NoticeSeverity.Error,
    "cause_detail or effect_detail stands alone",
    "Set cause or effect as well",
    "message-alert")
{
    internal override void OnAlert(FeedContext feed, FeedEntity entity, Alert alert)
    {
        if ((alert.CauseDetail is not null && !alert.HasCause) || (alert.EffectDetail is not null && !alert.HasEffect))
        {
            feed.Found(this, entity.Id, $"alert {entity.Id} has cause_detail or effect_detail without cause or effect");
        }
    }
}
