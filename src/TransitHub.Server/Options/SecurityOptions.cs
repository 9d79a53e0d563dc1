using System.ComponentModel.DataAnnotations;

namespace TransitHub.Server.Options;

/// <summary>Who may connect. Without any of it the hub listens on loopback only.</summary>
internal sealed class SecurityOptions
{
    /// <summary>Devices that may publish to the embedded broker; empty: anyone on this machine.</summary>
    public List<MqttUser> MqttUsers { get; set; } = [];

    /// <summary>True: whoever reaches the HTTP and gRPC addresses may read. Needed for an address other than loopback.</summary>
    public bool OpenReaders { get; set; }
}

/// <summary>A user of the embedded broker.</summary>
internal sealed class MqttUser
{
    /// <summary>User name of the MQTT CONNECT packet.</summary>
    [Required]
    public string Name { get; set; } = string.Empty;

    /// <summary>What <c>transithub hash-password</c> printed, see <see cref="Security.PasswordHash"/>.</summary>
    [Required]
    public string PasswordHash { get; set; } = string.Empty;
}
