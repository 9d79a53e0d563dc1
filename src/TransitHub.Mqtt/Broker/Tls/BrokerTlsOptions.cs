using System.Net;

namespace TransitHub.Mqtt.Broker.Tls;

/// <summary>What an operator may set about TLS of the embedded broker: version 1.2 or 1.3, certificates in PEM files that may change while it runs.</summary>
public sealed record BrokerTlsOptions
{
    /// <summary>Where it listens; port 0 takes any free one.</summary>
    public IPEndPoint Address { get; init; } = new(IPAddress.Loopback, 8883);

    /// <summary>PEM file of the broker's certificate, and of those between it and its authority behind it.</summary>
    public string Certificate { get; init; } = string.Empty;

    /// <summary>PEM file of the certificate's private key, without a passphrase.</summary>
    public string Key { get; init; } = string.Empty;

    /// <summary>PEM file of the authorities whose client certificates are taken; null: none is asked for.</summary>
    public string? ClientAuthorities { get; init; }

    /// <summary>True: who has no client certificate is refused with the handshake. Needs <see cref="ClientAuthorities"/>.</summary>
    public bool RequireClientCertificate { get; init; }

    /// <summary>How often the files are looked at for a change, seconds, 1 to 3,600; default 5.</summary>
    public int ReloadSeconds { get; init; } = 5;

    /// <summary>What is wrong with the values, one sentence for each that names the setting; empty when all is well.</summary>
    public IReadOnlyList<string> Check()
    {
        List<string> wrong = [];
        if (this.Certificate.Length == 0 || this.Key.Length == 0)
        {
            wrong.Add($"{nameof(this.Certificate)} and {nameof(this.Key)} must name the PEM files of the broker's certificate and its key.");
        }

        if (this.RequireClientCertificate && this.ClientAuthorities is null)
        {
            wrong.Add($"{nameof(this.RequireClientCertificate)} needs {nameof(this.ClientAuthorities)}: the PEM file of the authorities of those certificates.");
        }

        if (this.ReloadSeconds is < 1 or > 3_600)
        {
            wrong.Add($"{nameof(this.ReloadSeconds)} is {this.ReloadSeconds} and must be 1 to 3600 seconds.");
        }

        return wrong;
    }
}
