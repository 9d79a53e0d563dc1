using System.Collections.Frozen;
using TransitHub.Core.Ids;
using TransitHub.Core.Time;
using TransitHub.Mqtt.Topics;

namespace TransitHub.Mqtt.Access;

/// <summary>
/// What a device may do that has logged in: one credential as it stands. It is shared by the device's connections, and when the credential changes it is
/// withdrawn, which they notice with the next message or within a second. Safe for many threads.
/// </summary>
/// <param name="user">The user name.</param>
/// <param name="feed">The feed it publishes for.</param>
/// <param name="device">The only id it publishes under; <c>default</c>: a gateway, any of the feed.</param>
/// <param name="kinds">What it may publish.</param>
/// <param name="expiresAt">From when on it holds no more; null: never.</param>
/// <param name="meter">Its rates.</param>
public sealed class DeviceGrant(string user, FeedId feed, DeviceId device, IEnumerable<TopicKind> kinds, Timestamp? expiresAt, DeviceMeter meter)
{
    private readonly FrozenSet<TopicKind> kinds = kinds.ToFrozenSet();
    private volatile bool withdrawn;

    /// <summary>The user name, unique within the hub.</summary>
    public string User => user;

    /// <summary>The feed it publishes for.</summary>
    public FeedId Feed => feed;

    /// <summary>Its rates.</summary>
    public DeviceMeter Meter => meter;

    /// <summary>True once its day is over, whether or not it was withdrawn.</summary>
    public bool IsExpired(Timestamp now) => expiresAt is { } end && now >= end;

    /// <summary>True while the device may go on.</summary>
    public bool Holds(Timestamp now) => !this.withdrawn && !this.IsExpired(now);

    /// <summary>Ends it: the credential was revoked or is another one now.</summary>
    public void Withdraw() => this.withdrawn = true;

    /// <summary>True when the device may publish to a topic. What Helsinki's and AIS messages are about is in them, so these are a gateway's only.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="hfpFeed">The feed that Helsinki's topics go to; null: none.</param>
    public bool Allows(in TopicName topic, FeedId? hfpFeed) =>
        this.kinds.Contains(topic.Kind) && (topic.Feed ?? hfpFeed) == feed && (device == default || (topic.Device == device && topic.Kind is not (TopicKind.Hfp or TopicKind.Ais)));
}
