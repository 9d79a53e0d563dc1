using System.ComponentModel.DataAnnotations;

namespace TransitHub.Server.Options;

/// <summary>Who may connect. Without any of it the hub listens on loopback only.</summary>
internal sealed class SecurityOptions
{
    /// <summary>Devices that may publish to the embedded broker; empty: anyone on this machine.</summary>
    public List<NamedUser> MqttUsers { get; set; } = [];

    /// <summary>
    /// Who may write alerts and see what the hub proposes, over HTTP Basic; empty: whoever is on this machine, unless <see cref="OpenReaders"/> is set.
    /// </summary>
    public List<NamedUser> Operators { get; set; } = [];

    /// <summary>True: whoever reaches the HTTP and gRPC addresses may read. Needed for an address other than loopback.</summary>
    public bool OpenReaders { get; set; }
}

/// <summary>Somebody with a password: a device of the embedded broker, or an operator.</summary>
internal sealed class NamedUser
{
    /// <summary>User name of the MQTT CONNECT packet or the HTTP credentials; without a colon for an operator.</summary>
    [Required]
    public string Name { get; set; } = string.Empty;

    /// <summary>What <c>transithub hash-password</c> printed, see <see cref="Security.PasswordHash"/>.</summary>
    [Required]
    public string PasswordHash { get; set; } = string.Empty;
}
