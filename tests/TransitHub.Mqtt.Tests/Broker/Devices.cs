using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Mqtt.Access;
using TransitHub.Mqtt.Topics;

namespace TransitHub.Mqtt.Tests.Broker;

/// <summary>Devices whose user name is their id and whose password is <c>right</c>, all of the feed city.</summary>
internal sealed class Devices(DeviceLimits limits)
{
    private readonly Dictionary<string, DeviceGrant> grants = new(StringComparer.Ordinal);
    private readonly Lock filling = new();
    private TimeProvider clock = TimeProvider.System;

    public static async Task<(Hub Hub, Devices Devices)> StartAsync(DeviceLimits? limits = null, Timestamp? expiresAt = null)
    {
        Devices devices = new(limits ?? new DeviceLimits()) { ExpiresAt = expiresAt };
        Hub hub = await Hub.StartAsync(login: (attempt, _) => ValueTask.FromResult(devices.Check(attempt)));
        devices.clock = hub.Clock;
        return (hub, devices);
    }

    public Timestamp? ExpiresAt { private get; init; }

    public DeviceGrant GrantOf(string user)
    {
        lock (this.filling)
        {
            if (!this.grants.TryGetValue(user, out DeviceGrant? grant))
            {
                DeviceId device = user == "gateway" ? default : DeviceId.Parse(user);
                this.grants[user] = grant = new DeviceGrant(
                    user, FeedId.Parse("city"), device, [TopicKind.Avl, TopicKind.Status, TopicKind.Hfp, TopicKind.Ais], this.ExpiresAt, new DeviceMeter(limits, this.clock));
            }

            return grant;
        }
    }

    public static Task<(RawClient Client, byte[] Answer)> ConnectAsync(Hub hub, string user, byte version = 5, string? clientId = null, string? will = null) =>
        RawClient.ConnectAsync(hub.Address, version, clientId ?? user, willTopic: will, user: user, password: "right");

    private LoginVerdict Check(LoginAttempt attempt) => attempt is { UserName: { } user, Password: "right" }
        ? this.GrantOf(user) is { } grant && grant.Meter.TryConnect() ? LoginVerdict.Welcome(grant) : new LoginVerdict(RejectionReason.TooManyConnections, this.GrantOf(user), "too often")
        : new LoginVerdict(RejectionReason.BadCredentials, null, "wrong");
}
