using System.Net;
using TransitHub.Mqtt.Broker.Tls;

namespace TransitHub.Mqtt.Broker;

/// <summary>What an operator may set about the embedded broker.</summary>
public sealed record EmbeddedBrokerOptions
{
    /// <summary>Where it listens; port 0 takes any free one. Another address than loopback needs a credential check.</summary>
    public IPEndPoint Address { get; init; } = new(IPAddress.Loopback, 1883);

    /// <summary>The second address, for TLS (<c>mqtts</c>); null: none.</summary>
    public BrokerTlsOptions? Tls { get; init; }

    /// <summary>
    /// Largest packet that is read, bytes, 4,096 to 33,554,432; default 1,048,576: four times the largest payload. A larger publish
    /// is passed over, counted and acknowledged; any other larger packet ends the connection.
    /// </summary>
    public int MaxPacketBytes { get; init; } = 1_048_576;

    /// <summary>
    /// Publishes of one connection that may wait for the disk, 1 to 65,535; default 4,096: a bridge that sends 30,000 a second is not
    /// held up by a write of 100 ms. MQTT 5 clients are told it as the receive maximum.
    /// </summary>
    public int MaxPendingAcknowledgements { get; init; } = 4_096;

    /// <summary>Connections at one time, 1 to 1,000,000; default 20,000: the devices of a large city at about 20 kB each.</summary>
    public int MaxConnections { get; init; } = 20_000;

    /// <summary>
    /// Longest keep alive, seconds, 1 to 43,690; default 600: a device that vanished is noticed and its last will published within 15
    /// minutes. MQTT 5 clients that ask for a longer one are told it. Who asks for none may be silent; its TCP is asked instead, after
    /// as long a silence.
    /// </summary>
    public int MaxKeepAliveSeconds { get; init; } = 600;

    /// <summary>How long a new connection may wait with its CONNECT, seconds, 1 to 300; default 10: slow mobile links take 5.</summary>
    public int ConnectTimeoutSeconds { get; init; } = 10;

    /// <summary>
    /// Connections that have not sent their CONNECT yet, 1 to 1,000,000; default 8,192. Of more the one that has waited longest is ended, so that silent ones do not
    /// take the places of devices: those send theirs at once.
    /// </summary>
    public int MaxSilentConnections { get; init; } = 8_192;

    /// <summary>The same of one address (of IPv6 a /64), 1 to 1,000,000; default 2,048: behind a balancer a whole city has one address, and comes back at once.</summary>
    public int MaxSilentPerAddress { get; init; } = 2_048;

    /// <summary>Where it listens, without and with TLS.</summary>
    internal IEnumerable<IPEndPoint> Addresses => this.Tls is { } tls ? [this.Address, tls.Address] : [this.Address];

    /// <summary>What is wrong with the values, one sentence for each that names the setting; empty when all is well.</summary>
    public IReadOnlyList<string> Check() =>
    [
        .. Range(this.MaxPacketBytes, 4_096, 33_554_432, nameof(this.MaxPacketBytes), "bytes"),
        .. Range(this.MaxPendingAcknowledgements, 1, 65_535, nameof(this.MaxPendingAcknowledgements), "publishes"),
        .. Range(this.MaxConnections, 1, 1_000_000, nameof(this.MaxConnections), "connections"),
        .. Range(this.MaxKeepAliveSeconds, 1, 43_690, nameof(this.MaxKeepAliveSeconds), "seconds"),
        .. Range(this.ConnectTimeoutSeconds, 1, 300, nameof(this.ConnectTimeoutSeconds), "seconds"),
        .. Range(this.MaxSilentConnections, 1, 1_000_000, nameof(this.MaxSilentConnections), "connections"),
        .. Range(this.MaxSilentPerAddress, 1, 1_000_000, nameof(this.MaxSilentPerAddress), "connections"),
        .. this.Tls?.Check().Select(wrong => $"{nameof(this.Tls)}:{wrong}") ?? [],
    ];

    private static IEnumerable<string> Range(int value, int least, int most, string name, string unit)
    {
        if (value < least || value > most)
        {
            yield return $"{name} is {value} and must be {least} to {most} {unit}.";
        }
    }
}
