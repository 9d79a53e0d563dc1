using System.Text.Json;
using System.Text.Json.Nodes;
using TransitHub.Server.Security.Audit;

namespace TransitHub.Server.Security.Devices;

/// <summary>What became of devices' credentials, for the audit. Made by comparing the file before and after, so that whoever changes it cannot leave it out.</summary>
internal static class CredentialChanges
{
    /// <summary>What is other than it was.</summary>
    /// <param name="before">The credentials before.</param>
    /// <param name="after">The credentials after.</param>
    /// <param name="who">Who changed them.</param>
    /// <param name="at">When, Unix seconds.</param>
    public static IEnumerable<AuditedChange> Between(IReadOnlyList<DeviceCredential> before, IReadOnlyList<DeviceCredential> after, string who, long at)
    {
        Dictionary<string, DeviceCredential> rest = before.ToDictionary(d => d.User, StringComparer.Ordinal);
        foreach (DeviceCredential now in after)
        {
            rest.Remove(now.User, out DeviceCredential? was);
            if (was is null || !was.IsSame(now))
            {
                yield return new AuditedChange(at, who, NameOf(was, now), "device", now.User, Tell(was), Tell(now));
            }
        }

        foreach (DeviceCredential gone in rest.Values)
        {
            yield return new AuditedChange(at, who, "remove", "device", gone.User, Tell(gone), null);
        }
    }

    private static string NameOf(DeviceCredential? was, DeviceCredential now) =>
        was is null ? "add"
        : was.SecretHash != now.SecretHash || was.CreatedAt != now.CreatedAt ? "rotate"
        : was.RevokedAt is null && now.RevokedAt is not null ? "revoke"
        : "edit";

    /// <summary>A credential without what its secret is kept by.</summary>
    private static JsonNode? Tell(DeviceCredential? device) => device is null ? null : JsonSerializer.SerializeToNode(device with { SecretHash = null }, AuditedChange.Json);
}
