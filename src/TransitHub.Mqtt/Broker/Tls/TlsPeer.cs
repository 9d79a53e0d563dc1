using System.Security.Cryptography.X509Certificates;

namespace TransitHub.Mqtt.Broker.Tls;

/// <summary>Who is at the other end of a TLS connection.</summary>
/// <param name="Certificate">The client's; null: it gave none.</param>
internal sealed record TlsPeer(X509Certificate2? Certificate)
{
    /// <summary>The common name and the DNS names of the certificate, which one of the trusted authorities vouches for; empty: it gave none.</summary>
    public IReadOnlyList<string> Names { get; } = Certificate is null ? [] : [.. NamesOf(Certificate).Where(n => n.Length > 0).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<string> NamesOf(X509Certificate2 certificate)
    {
        foreach (X500RelativeDistinguishedName part in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
        {
            if (!part.HasMultipleElements && part.GetSingleElementType().Value == "2.5.4.3")
            {
                yield return part.GetSingleElementValue() ?? string.Empty;
            }
        }

        foreach (X509SubjectAlternativeNameExtension extension in certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>())
        {
            foreach (string name in extension.EnumerateDnsNames())
            {
                yield return name;
            }
        }
    }
}
