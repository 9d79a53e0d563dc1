using System.Text;

namespace TransitHub.Server.Security;

/// <summary>Name and password of HTTP Basic (RFC 7617).</summary>
internal static class BasicCredentials
{
    private const string Scheme = "Basic ";

    /// <summary>Reads them from the Authorization header; false: it has none, or they cannot be read.</summary>
    public static bool TryRead(HttpRequest request, out string name, out string password)
    {
        string header = request.Headers.Authorization.ToString();
        name = password = string.Empty;
        byte[] bytes = new byte[header.Length];
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || !Convert.TryFromBase64String(header[Scheme.Length..].Trim(), bytes, out int length))
        {
            return false;
        }

        string text = Encoding.UTF8.GetString(bytes, 0, length);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        (name, password) = colon < 0 ? (string.Empty, string.Empty) : (text[..colon], text[(colon + 1)..]);
        return colon >= 0;
    }
}
