using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace TransitHub.Mqtt.Broker.Tls;

/// <summary>
/// A server's certificate and the authorities of its clients, read from PEM files and read again when these change: connections made from then on get
/// the new ones, open ones go on. Files that cannot be used are told of, and what was in use stays.
/// </summary>
public sealed class ServerIdentity
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly BrokerTlsOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private long lookedAt;
    private byte[] seen;
    private volatile SslServerAuthenticationOptions current;

    private ServerIdentity(BrokerTlsOptions options, TimeProvider clock, ILogger logger, byte[][] files)
    {
        this.options = options;
        this.clock = clock;
        this.logger = logger;
        this.lookedAt = clock.GetTimestamp();
        this.seen = Digest(files);
        this.current = this.Read(files);
    }

    /// <summary>What the next handshake is done with.</summary>
    public SslServerAuthenticationOptions Current => this.current;

    /// <summary>Reads the files.</summary>
    /// <param name="options">Which files, and how often they are looked at.</param>
    /// <param name="clock">Tells when it is time to look.</param>
    /// <param name="logger">Is told which certificate is in use, and of files that cannot be.</param>
    /// <exception cref="ArgumentException">They are missing or cannot be used; the message says what is wrong.</exception>
    public static ServerIdentity Load(BrokerTlsOptions options, TimeProvider clock, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        try
        {
            return new ServerIdentity(options, clock, logger, ReadFiles(options));
        }
        catch (Exception e) when (IsUnusable(e))
        {
            throw new ArgumentException(Explain(options, e), nameof(options), e);
        }
    }

    /// <summary>Looks whether the files have changed, when it is time to.</summary>
    public void Look()
    {
        if (this.clock.GetElapsedTime(this.lookedAt) < TimeSpan.FromSeconds(this.options.ReloadSeconds))
        {
            return;
        }

        this.lookedAt = this.clock.GetTimestamp();
        try
        {
            byte[][] files = ReadFiles(this.options);
            byte[] digest = Digest(files);
            if (!digest.AsSpan().SequenceEqual(this.seen))
            {
                this.seen = digest;
                this.current = this.Read(files);
            }
        }
        catch (Exception e) when (IsUnusable(e))
        {
            MqttLog.CertificateKept(this.logger, Explain(this.options, e));
        }
    }

    private static bool IsUnusable(Exception e) => e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException;

    private static string Explain(BrokerTlsOptions options, Exception e) =>
        $"Tls: {options.Certificate} with {options.Key}{(options.ClientAuthorities is { } trusted ? " and " + trusted : string.Empty)}: {e.Message} "
        + "Give PEM files: a certificate, its own private key without a passphrase, and authorities.";

    private static byte[][] ReadFiles(BrokerTlsOptions options) =>
        [File.ReadAllBytes(options.Certificate), File.ReadAllBytes(options.Key), options.ClientAuthorities is { } trusted ? File.ReadAllBytes(trusted) : []];

    private static byte[] Digest(byte[][] files) => SHA256.HashData(files.SelectMany(SHA256.HashData).ToArray());

    private static string Text(byte[] file) => System.Text.Encoding.UTF8.GetString(file);

    private SslServerAuthenticationOptions Read(byte[][] files)
    {
        var certificate = X509Certificate2.CreateFromPem(Text(files[0]), Text(files[1]));
        X509Certificate2Collection chain = [];
        chain.ImportFromPem(Text(files[0]));
        chain.RemoveAt(0);
        X509Certificate2Collection trusted = [];
        if (this.options.ClientAuthorities is not null)
        {
            trusted.ImportFromPem(Text(files[2]));
            if (trusted.Count == 0)
            {
                throw new CryptographicException("The file of client authorities has no certificate.");
            }
        }

        DateTime now = this.clock.GetLocalNow().DateTime;
        if (now < certificate.NotBefore || now > certificate.NotAfter)
        {
            MqttLog.CertificateNotValid(this.logger, certificate.Subject, certificate.NotBefore, certificate.NotAfter);
        }

        MqttLog.CertificateInUse(this.logger, certificate.Subject, certificate.NotAfter);
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, chain, offline: true),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ClientCertificateRequired = trusted.Count > 0,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = (_, given, presented, _) => this.IsTrusted(given, presented, trusted),
        };
    }

    // Only the operator's authorities count, whatever the machine trusts. A device is revoked by its credential: no list is asked for.
    private bool IsTrusted(X509Certificate? given, X509Chain? presented, X509Certificate2Collection trusted)
    {
        if (given is null)
        {
            return !this.options.RequireClientCertificate;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = this.clock.GetLocalNow().DateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        foreach (X509ChainElement element in presented?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return chain.Build((X509Certificate2)given);
    }
}
