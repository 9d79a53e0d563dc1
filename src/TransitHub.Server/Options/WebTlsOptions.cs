using System.ComponentModel.DataAnnotations;
using TransitHub.Mqtt.Broker.Tls;

namespace TransitHub.Server.Options;

/// <summary>TLS 1.2 and 1.3 of the addresses of HTTP and gRPC: PEM files that may change while the hub runs.</summary>
internal sealed class WebTlsOptions
{
    /// <summary>PEM file of the certificate, and of those between it and its authority behind it.</summary>
    [Required]
    public string Certificate { get; set; } = string.Empty;

    /// <summary>PEM file of the certificate's private key, without a passphrase.</summary>
    [Required]
    public string Key { get; set; } = string.Empty;

    /// <summary>How often the files are looked at for a change, seconds, 1 to 3,600; default 5. What cannot be used is told of, and what was in use stays.</summary>
    [Range(1, 3_600)]
    public int ReloadSeconds { get; set; } = 5;

    /// <summary>
    /// Whether HTTP is spoken in its version 3 as well, over QUIC at the same port of UDP; default true. It needs libmsquic: where it is missing the log says so once, and the versions before
    /// go on.
    /// </summary>
    public bool Http3 { get; set; } = true;

    /// <summary>The same for who reads them.</summary>
    internal BrokerTlsOptions Files => new() { Certificate = this.Certificate, Key = this.Key, ReloadSeconds = this.ReloadSeconds };
}
