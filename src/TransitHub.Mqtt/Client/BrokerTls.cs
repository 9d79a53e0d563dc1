using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;

namespace TransitHub.Mqtt.Client;

/// <summary>TLS towards an outside broker, with the certificates that are in the files now.</summary>
internal static class BrokerTls
{
    /// <summary>Reads the files.</summary>
    /// <exception cref="IOException">One cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">One has no certificate or key.</exception>
    public static MqttClientTlsOptions Of(MqttIngestClientOptions options)
    {
        MqttClientTlsOptionsBuilder tls = new MqttClientTlsOptionsBuilder().UseTls(options.Broker.UseTls);
        if (!options.Broker.UseTls)
        {
            return tls.Build();
        }

        tls.WithTargetHost(options.Broker.Host).WithSslProtocols(SslProtocols.Tls12 | SslProtocols.Tls13);
        if (options.Authorities is { } authorities)
        {
            X509Certificate2Collection trusted = [];
            trusted.ImportFromPem(File.ReadAllText(authorities));
            if (trusted.Count == 0)
            {
                // No authority in the file would leave those of the machine, which were not meant.
                throw new System.Security.Cryptography.CryptographicException($"{authorities} has no certificate.");
            }

            tls.WithTrustChain(trusted);
        }

        if (options is { Certificate: { } certificate, Key: { } key })
        {
            tls.WithClientCertificates([X509Certificate2.CreateFromPem(File.ReadAllText(certificate), File.ReadAllText(key))]);
        }

        return tls.Build();
    }
}
