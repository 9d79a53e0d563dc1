using System.ComponentModel.DataAnnotations;
using TransitHub.Mqtt.Client;

namespace TransitHub.Server.Options;

/// <summary>How the hub reads from an outside broker (setting Mqtt, option <c>--mqtt</c>).</summary>
internal sealed class BrokerClientOptions
{
    /// <summary>What <see cref="ClientId"/> is unless it is given.</summary>
    internal const string DefaultClientId = "transithub";

    /// <summary>
    /// The MQTT client id, which keeps the hub's session over a restart; two hubs at one broker need two. With Redis each ingest process makes one of its
    /// own unless it is given here, and keeps it in its data folder.
    /// </summary>
    [Required]
    public string ClientId { get; set; } = DefaultClientId;

    /// <summary>Name of a shared subscription, for several hubs that share the load of one broker; null: not shared, and with Redis <c>transithub</c>.</summary>
    public string? Group { get; set; }

    /// <summary>Publishes that the broker may send before the first is acknowledged, 1 to 65,535.</summary>
    [Range(1, 65_535)]
    public int ReceiveMaximum { get; set; } = 4096;

    /// <summary>Seconds for which the broker keeps messages while the hub is away, 0 to 31,536,000; a day.</summary>
    [Range(0, 31_536_000)]
    public int SessionExpirySeconds { get; set; } = 86_400;

    /// <summary>PEM file of the authorities of the broker's certificate (mqtts); null: those that this machine trusts.</summary>
    public string? Authorities { get; set; }

    /// <summary>PEM file of the hub's client certificate (mqtts); null: none. Needs <see cref="Key"/>.</summary>
    public string? Certificate { get; set; }

    /// <summary>PEM file of that certificate's private key, without a passphrase.</summary>
    public string? Key { get; set; }

    /// <summary>What the client of a broker is made with.</summary>
    internal MqttIngestClientOptions For(BrokerUrl broker, bool takesHfp) => new()
    {
        Broker = broker,
        ClientId = this.ClientId,
        Group = this.Group,
        TakesHfp = takesHfp,
        ReceiveMaximum = this.ReceiveMaximum,
        SessionExpirySeconds = this.SessionExpirySeconds,
        Authorities = this.Authorities,
        Certificate = this.Certificate,
        Key = this.Key,
    };
}
