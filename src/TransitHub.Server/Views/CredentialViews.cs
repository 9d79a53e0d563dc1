using TransitHub.Server.Commands.Device;
using TransitHub.Server.Security.Devices;

namespace TransitHub.Server.Views;

/// <summary>A page of the devices that have credentials.</summary>
/// <param name="Broker">
/// Who asks for them: embedded, this process's own broker, which follows within seconds; outside, another broker, which needs 'transithub device export';
/// elsewhere, the processes that take observations in, if they read the same file.
/// </param>
/// <param name="Kinds">What a device can be allowed to publish.</param>
/// <param name="States">How many there are in each state.</param>
/// <param name="Devices">In the order of their user names.</param>
/// <param name="Next">Give it back as <c>after</c> for the next page; null: this is the last.</param>
internal sealed record CredentialList(string Broker, IReadOnlyList<string> Kinds, IReadOnlyDictionary<string, int> States, IReadOnlyList<CredentialView> Devices, string? Next);

/// <summary>A device's credential, without anything that opens.</summary>
/// <param name="User">Its user name.</param>
/// <param name="Feed">The feed that it publishes for.</param>
/// <param name="Id">The id that it publishes under; null: a gateway, any id of the feed.</param>
/// <param name="State">valid, expired or revoked.</param>
/// <param name="Kinds">What it may publish.</param>
/// <param name="Certificate">Whether it logs in with a client certificate instead of a password.</param>
/// <param name="CreatedAt">When it was made or last rotated, Unix seconds.</param>
/// <param name="ExpiresAt">When it expires, Unix seconds; null: never.</param>
/// <param name="RevokedAt">When it was revoked, Unix seconds; null: it was not.</param>
/// <param name="MessagesPerSecond">Its own rate in place of the hub's; null: the hub's.</param>
/// <param name="BytesPerSecond">Its own rate in place of the hub's; null: the hub's.</param>
internal sealed record CredentialView(
    string User, string Feed, string? Id, string State, IReadOnlyList<string> Kinds, bool Certificate, long CreatedAt, long? ExpiresAt, long? RevokedAt,
    double? MessagesPerSecond, double? BytesPerSecond)
{
    /// <summary>Of a credential, as it stands.</summary>
    public static CredentialView Of(DeviceCredential device, DateTimeOffset now) => new(
        device.User, device.Feed, device.Id, device.StateAt(now), device.Kinds, device.Certificate, device.CreatedAt.ToUnixTimeSeconds(), device.ExpiresAt?.ToUnixTimeSeconds(),
        device.RevokedAt?.ToUnixTimeSeconds(), device.MessagesPerSecond, device.BytesPerSecond);
}

/// <summary>A new credential: the only answer with what opens.</summary>
/// <param name="Device">The credential.</param>
/// <param name="Password">The device's password; null: it logs in with its certificate.</param>
/// <param name="Topics">The topics that it may publish to, as MQTT filters.</param>
internal sealed record NewCredentialView(CredentialView Device, string? Password, IReadOnlyList<string> Topics)
{
    /// <summary>Of a credential that was just made.</summary>
    public static NewCredentialView Of(DeviceCredential device, string? secret, DateTimeOffset now) =>
        new(CredentialView.Of(device, now), secret, [.. CredentialPlace.TopicsOf(device)]);
}

/// <summary>What an operator says of a device to let in.</summary>
/// <param name="Feed">The feed that it publishes for.</param>
/// <param name="Id">The id that it publishes under: a vehicle's, or a camera's; of a gateway its user name.</param>
/// <param name="User">Its user name; null: the id.</param>
/// <param name="Kinds">What it may publish; null: what devices of its sort do.</param>
/// <param name="Gateway">It may publish under any id of the feed.</param>
/// <param name="Certificate">It logs in with a client certificate in its user name instead of a password.</param>
/// <param name="ExpiresAt">When it ends by itself, Unix seconds; null: never.</param>
/// <param name="MessagesPerSecond">Its own rate in place of the hub's.</param>
/// <param name="BytesPerSecond">Its own rate in place of the hub's.</param>
internal sealed record CredentialDraft(
    string? Feed, string? Id, string? User, IReadOnlyList<string>? Kinds, bool? Gateway, bool? Certificate, long? ExpiresAt, double? MessagesPerSecond, double? BytesPerSecond);

/// <summary>What an operator says of another secret for a device.</summary>
/// <param name="ExpiresAt">When it ends by itself, Unix seconds; null: as before, or never when that is over.</param>
internal sealed record CredentialRenewal(long? ExpiresAt);
