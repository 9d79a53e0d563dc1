using TransitHub.Core.Dispatching;
using TransitHub.Core.Ids;
using TransitHub.Core.Time;

namespace TransitHub.Core.Observations.Rules;

/// <summary>
/// An operator ignores a device for a while: what it reports counts for nothing, but its word about itself is still heard, so that one sees when it is well again.
/// </summary>
internal sealed class IgnoredRule
{
    private readonly Dictionary<DeviceId, Ignored> devices = [];

    /// <summary>What operators want from here on.</summary>
    public GateVerdict Take(ServiceChanges changes)
    {
        this.devices.Clear();
        foreach (ServiceChange change in ChangeBook.DecodeStanding(changes.Document))
        {
            if (change.Content.Kind == ChangeKind.IgnoreDevice && DeviceId.TryParse(change.Content.DeviceId ?? string.Empty, out DeviceId device))
            {
                this.devices[device] = new Ignored(change.Id, change.Content.ExpiresAt ?? 0);
            }
        }

        return GateVerdict.Accept(changes);
    }

    /// <summary>What is wrong with an observation, or null.</summary>
    public string? Fault(Observation observation) =>
        this.devices.Count > 0 && observation is not (StatusReport or ServiceChanges or UpstreamEntity)
        && this.devices.TryGetValue(observation.Device, out Ignored? ignored) && observation.ReceivedAt.UnixSeconds < ignored.ExpiresAt
            ? $"change {ignored.ChangeId} ignores it until {Timestamp.FromUnixSeconds(ignored.ExpiresAt)}"
            : null;

    private sealed record Ignored(string ChangeId, long ExpiresAt);
}
