using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TransitHub.Testing;

/// <summary>A certificate authority of a test's own, and PEM files of what it signs.</summary>
public sealed class TestCertificates : IDisposable
{
    private readonly X509Certificate2 authority;
    private readonly string folder;

    /// <summary>Makes the authority and writes its certificate to <c>{name}.pem</c>.</summary>
    /// <param name="folder">Where the files go.</param>
    /// <param name="name">Its name.</param>
    public TestCertificates(string folder, string name = "authority")
    {
        this.folder = folder;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        this.authority = request.CreateSelfSigned(From, Until);
        this.AuthorityFile = this.Write(name + ".pem", this.authority.ExportCertificatePem());
    }

    /// <summary>From when on the certificates are valid.</summary>
    public static DateTimeOffset From { get; } = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Until when they are.</summary>
    public static DateTimeOffset Until { get; } = new(2090, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>PEM file of the authority's certificate.</summary>
    public string AuthorityFile { get; }

    /// <summary>Signs a certificate of 127.0.0.1 and localhost, and writes it over <c>{file}.pem</c> and <c>{file}.key</c>.</summary>
    /// <returns>The two files.</returns>
    public (string Certificate, string Key) Server(string file, string commonName = "localhost")
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        return this.Sign(file, commonName, names, "1.3.6.1.5.5.7.3.1");
    }

    /// <summary>Signs a certificate of a client.</summary>
    /// <param name="file">The name of the files.</param>
    /// <param name="commonName">Its common name.</param>
    /// <param name="dnsName">A name among its alternative names; null: it has none.</param>
    /// <returns>The two files.</returns>
    public (string Certificate, string Key) Client(string file, string commonName, string? dnsName = null)
    {
        var names = new SubjectAlternativeNameBuilder();
        if (dnsName is not null)
        {
            names.AddDnsName(dnsName);
        }

        return this.Sign(file, commonName, dnsName is null ? null : names, "1.3.6.1.5.5.7.3.2");
    }

    /// <inheritdoc/>
    public void Dispose() => this.authority.Dispose();

    private (string Certificate, string Key) Sign(string file, string commonName, SubjectAlternativeNameBuilder? names, string use)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + commonName, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], false));
        if (names is not null)
        {
            request.CertificateExtensions.Add(names.Build());
        }

        using X509Certificate2 certificate = request.Create(this.authority, From, Until, Guid.NewGuid().ToByteArray());
        return (this.Write(file + ".pem", certificate.ExportCertificatePem()), this.Write(file + ".key", key.ExportPkcs8PrivateKeyPem()));
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(this.folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
