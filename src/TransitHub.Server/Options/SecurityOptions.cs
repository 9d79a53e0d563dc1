using System.ComponentModel.DataAnnotations;

namespace TransitHub.Server.Options;

/// <summary>Who may connect. Without any of it the hub listens on loopback only.</summary>
internal sealed class SecurityOptions
{
    /// <summary>
    /// Users that may publish everything to the embedded broker: bridges, gateways of one's own. Devices have credentials of their own
    /// (<c>transithub device</c>), with rights and limits.
    /// </summary>
    public List<NamedUser> MqttUsers { get; set; } = [];

    /// <summary>
    /// Whether a client without a user name may publish everything to the embedded broker, on this machine alone: true, false, or null for as long as
    /// there is neither a device with a credential nor a user in <see cref="MqttUsers"/>.
    /// </summary>
    public bool? AnonymousDevices { get; set; }

    /// <summary>
    /// True: devices on other machines may reach the embedded broker without TLS, so that passwords and positions go over the network as they are: in a network of
    /// one's own, or behind what ends TLS before the hub. Default false: such an address is refused.
    /// </summary>
    public bool UnencryptedDevices { get; set; }

    /// <summary>
    /// Whose the operators' own endpoints are, by a session or HTTP Basic, each by role; empty: whoever is on this machine has every role, unless <see cref="OpenReaders"/> is set.
    /// </summary>
    public List<NamedOperator> Operators { get; set; } = [];

    /// <summary>Providers of OpenID Connect whose people may be operators.</summary>
    public List<OpenIdProvider> OpenId { get; set; } = [];

    /// <summary>How operators sign in.</summary>
    public SignInOptions SignIn { get; set; } = new();

    /// <summary>
    /// Where operators' browsers reach the hub, such as <c>https://hub.example.org</c>: needed for providers of OpenID Connect, and where a proxy changes the address or has the
    /// TLS. Null: as requests come. What proxies say of it is not believed.
    /// </summary>
    public string? PublicAddress { get; set; }

    /// <summary>Whether browsers send the hub's cookies over https alone: a proxy may end TLS before it.</summary>
    internal CookieSecurePolicy CookiePolicy =>
        this.PublicAddress?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;

    /// <summary>True: there is a way of signing in, so being on the hub's own machine is not enough.</summary>
    internal bool HasSignIn => this.Operators.Count + this.OpenId.Count > 0;

    /// <summary>TLS of HTTP and gRPC; null: none, for loopback or behind a proxy that has it.</summary>
    public WebTlsOptions? Tls { get; set; }

    /// <summary>Keys, tiers and quotas of readers.</summary>
    public ReaderOptions Readers { get; set; } = new();

    /// <summary>True: whoever reaches the HTTP and gRPC addresses may read. Needed for an address other than loopback, unless <see cref="Readers"/> has tiers.</summary>
    public bool OpenReaders { get; set; }

    /// <summary>
    /// Whether <c>/metrics</c> asks nobody who they are; false: it needs a viewer. Default true: it has sums, and neither names of devices nor exact counts, and
    /// scrapers reach a hub by a network of their own.
    /// </summary>
    public bool OpenMetrics { get; set; } = true;
}

/// <summary>Somebody with a password: who publishes for many devices, or an operator.</summary>
internal class NamedUser
{
    /// <summary>User name of the MQTT CONNECT packet or the HTTP credentials; without a colon for an operator.</summary>
    [Required]
    public string Name { get; set; } = string.Empty;

    /// <summary>What <c>transithub hash-password</c> printed, see <see cref="Security.PasswordHash"/>.</summary>
    [Required]
    public string PasswordHash { get; set; } = string.Empty;
}

/// <summary>An operator.</summary>
internal sealed class NamedOperator : NamedUser
{
    /// <summary>What they may do. Default operator: who hands out keys, and so says who else gets in, is named on purpose.</summary>
    [EnumDataType(typeof(OperatorRole))]
    public OperatorRole Role { get; set; } = OperatorRole.Operator;
}
