using System.Buffers;

namespace TransitHub.Gtfs.Rules.Tables;

/// <summary>Web and mail addresses.</summary>
internal static class WebAddress
{
    private static readonly SearchValues<char> NotInLocalPart = SearchValues.Create(" ,;:<>()[]\\@");

    public static bool IsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeFtp)
        && !text.Contains(' ', StringComparison.Ordinal)
        && IsHost(uri.Host, uri.HostNameType);

    public static bool IsEmail(string text)
    {
        var at = text.LastIndexOf('@');
        return at > 0
            && at < text.Length - 1
            && !text.AsSpan(0, at).ContainsAny(NotInLocalPart)
            && text[0] != '.'
            && text[at - 1] != '.'
            && IsHost(text[(at + 1)..], Uri.CheckHostName(text[(at + 1)..]));
    }

    /// <summary>A name that can be reached from anywhere: with a top-level domain of letters, or an address.</summary>
    private static bool IsHost(string host, UriHostNameType type)
    {
        if (type is UriHostNameType.IPv4 or UriHostNameType.IPv6)
        {
            return true;
        }

        var dot = host.LastIndexOf('.');
        return type == UriHostNameType.Dns && dot > 0 && host.Length - dot > 2 && !host.Contains("..", StringComparison.Ordinal)
            && char.IsLetter(host[dot + 1]);
    }
}
