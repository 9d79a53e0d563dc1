using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A vehicle is in one place.</summary>
internal sealed class E052VehicleTwice() : RealtimeRule(
    "E052",
    NoticeSeverity.Error,
    "vehicle.id is not unique",
    "Give each vehicle an id of its own and one position",
    "message-vehicledescriptor")
{
    internal override void OnFeed(FeedContext feed)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (FeedEntity entity in feed.Message.Entity)
        {
            if (entity.Vehicle?.Vehicle is { Id.Length: > 0 } named && !seen.Add(named.Id))
            {
                feed.Found(this, entity.Id, $"entity {entity.Id} has vehicle_id {named.Id}, as another has");
            }
        }
    }
}
