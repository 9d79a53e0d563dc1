using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Times are seconds since 1970: of 2005 to 2033, so that milliseconds and local clocks are told.</summary>
internal sealed class E001NotPosixTime() : RealtimeRule(
    "E001",
    NoticeSeverity.Error,
    "A time is not in POSIX seconds",
    "Write seconds since 1970-01-01 00:00 UTC, not milliseconds",
    "message-feedheader")
{
    internal override void OnFeed(FeedContext feed)
    {
        if (feed.HeaderTimestamp != 0 && !Posix.IsValid(feed.HeaderTimestamp))
        {
            feed.Found(this, string.Empty, $"header.timestamp {feed.HeaderTimestamp} is not POSIX time");
        }
    }

    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        this.Check(feed, visit.Entity, visit.Update.Timestamp, "trip_update.timestamp");
        foreach (TripUpdate.Types.StopTimeUpdate stop in visit.Update.StopTimeUpdate)
        {
            if (stop.Arrival is { HasTime: true } arrival && !Posix.IsValid(arrival.Time))
            {
                feed.Found(this, visit.Entity.Id, $"{visit.Label} {Labels.Stop(stop)} arrival.time {arrival.Time} is not POSIX time");
            }

            if (stop.Departure is { HasTime: true } departure && !Posix.IsValid(departure.Time))
            {
                feed.Found(this, visit.Entity.Id, $"{visit.Label} {Labels.Stop(stop)} departure.time {departure.Time} is not POSIX time");
            }
        }
    }

    internal override void OnVehicle(FeedContext feed, FeedEntity entity, VehiclePosition vehicle) =>
        this.Check(feed, entity, vehicle.Timestamp, "vehicle.timestamp");

    internal override void OnAlert(FeedContext feed, FeedEntity entity, Alert alert)
    {
        foreach (TimeRange period in Labels.ActivePeriods(alert))
        {
            if (period.HasStart && !Posix.IsValid(unchecked((long)period.Start)))
            {
                feed.Found(this, entity.Id, $"active_period.start {period.Start} is not POSIX time");
            }

            if (period.HasEnd && !Posix.IsValid(unchecked((long)period.End)))
            {
                feed.Found(this, entity.Id, $"active_period.end {period.End} is not POSIX time");
            }
        }
    }

    private void Check(FeedContext feed, FeedEntity entity, ulong timestamp, string field)
    {
        if (timestamp != 0 && !Posix.IsValid(unchecked((long)timestamp)))
        {
            feed.Found(this, entity.Id, $"{field} {timestamp} is not POSIX time");
        }
    }
}
