using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A run has one set of modifications, and is not replaced as well.</summary>
internal sealed class TH113ModifiedTwice() : RealtimeRule(
    "TH113",
    NoticeSeverity.Error,
    "A trip is modified twice on one date, or also replaced",
    "Put all modifications of a trip into one entity",
    "message-tripmodifications")
{
    private const int MaxPairs = 1_000_000;

    internal override void OnFeed(FeedContext feed)
    {
        var seen = new HashSet<(string Trip, string Date)>();
        foreach (FeedEntity entity in feed.Message.Entity.Where(static one => one.TripModifications is { StartTimes.Count: 0 }))
        {
            foreach (string trip in EntityKinds.ModifiedTrips(entity))
            {
                string[] again = [.. entity.TripModifications.ServiceDates.Take(EntityKinds.MaxLooked).Distinct(StringComparer.Ordinal).Where(date => seen.Count < MaxPairs && !seen.Add((trip, date)))];
                if (again.Length > 0 || feed.Moment.ReplacedTripIds.Contains(trip))
                {
                    feed.Found(this, entity.Id, $"entity {entity.Id} modifies trip {trip}, which is modified or replaced elsewhere");
                }
            }
        }
    }
}
