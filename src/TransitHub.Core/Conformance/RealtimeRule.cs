using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance;

/// <summary>
/// One rule: what it is called, how grave it is, what to do about it, and the check. A rule keeps nothing between calls, so that one object serves
/// all feeds at once; what it must know of before is in <see cref="FeedContext"/>.
/// </summary>
/// <param name="code">E and W numbers are those of the canonical GTFS-Realtime validator, TH numbers are ours.</param>
/// <param name="severity">How grave.</param>
/// <param name="title">What is wrong, in a few words.</param>
/// <param name="remedy">What the producer can do.</param>
/// <param name="anchor">Heading of the specification's reference, as a fragment.</param>
public abstract class RealtimeRule(string code, NoticeSeverity severity, string title, string remedy, string anchor)
{
    private const string Reference = "https://github.com/google/transit/blob/master/gtfs-realtime/spec/en/reference.md#";

    /// <summary>The rule's name.</summary>
    public string Code { get; } = code;

    /// <summary>How grave.</summary>
    public NoticeSeverity Severity { get; } = severity;

    /// <summary>What is wrong, in a few words.</summary>
    public string Title { get; } = title;

    /// <summary>What the producer can do.</summary>
    public string Remedy { get; } = remedy;

    /// <summary>Where the specification speaks of it.</summary>
    public Uri Specification { get; } = new(Reference + anchor);

    /// <summary>Looks at a feed as a whole.</summary>
    internal virtual void OnFeed(FeedContext feed)
    {
    }

    /// <summary>Looks at each entity.</summary>
    internal virtual void OnEntity(FeedContext feed, FeedEntity entity)
    {
    }

    /// <summary>Looks at each TripUpdate.</summary>
    internal virtual void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
    }

    /// <summary>Looks at each VehiclePosition.</summary>
    internal virtual void OnVehicle(FeedContext feed, FeedEntity entity, VehiclePosition vehicle)
    {
    }

    /// <summary>Looks at each alert.</summary>
    internal virtual void OnAlert(FeedContext feed, FeedEntity entity, Alert alert)
    {
    }

    /// <summary>Looks at each trip that an update, a vehicle or an alert names.</summary>
    internal virtual void OnTrip(FeedContext feed, TripUse use)
    {
    }

    /// <summary>Looks at all feeds of the moment together; called once, with the first feed's context.</summary>
    internal virtual void OnMoment(FeedContext feed)
    {
    }

    /// <summary>Looks at a feed whose bytes are those of the iteration before.</summary>
    internal virtual void OnUnchanged(FeedContext feed)
    {
    }

    /// <summary>Looks at a feed that could not be decoded; its message is empty.</summary>
    internal virtual void OnUndecodable(FeedContext feed)
    {
    }
}
