using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A period ends after it starts, and is in POSIX seconds.</summary>
internal sealed class TH081PeriodReversed() : RealtimeRule(
    "TH081",
    NoticeSeverity.Error,
    "A period of an alert is empty or no time",
    "Send start and end in seconds since 1970, end after start",
    "message-timerange")
{
    internal override void OnAlert(FeedContext feed, FeedEntity entity, Alert alert)
    {
        foreach (TimeRange period in Labels.ActivePeriods(alert).Concat(alert.CommunicationPeriod).Concat(alert.ImpactPeriod))
        {
            if (period.HasStart && period.HasEnd && period.End <= period.Start)
            {
                feed.Found(this, entity.Id, $"alert {entity.Id} has a period from {period.Start} to {period.End}");
            }
        }

        foreach (TimeRange period in alert.CommunicationPeriod.Concat(alert.ImpactPeriod))
        {
            if ((period.HasStart && !Posix.IsValid(unchecked((long)period.Start))) || (period.HasEnd && !Posix.IsValid(unchecked((long)period.End))))
            {
                feed.Found(this, entity.Id, $"alert {entity.Id} has a period from {period.Start} to {period.End}, which is not POSIX time");
            }
        }
    }
}
